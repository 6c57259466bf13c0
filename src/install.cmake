# What `cmake --install` puts where. The components are what the Debian packages hold: runtime (the
# shared library), development (headers, and what finds the library) and tool.
include(CMakePackageConfigHelpers)
install(TARGETS achpack EXPORT achpackTargets
  RUNTIME COMPONENT runtime
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/achpack ${generated}/achpack
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development FILES_MATCHING PATTERN "*.h")
install(EXPORT achpackTargets NAMESPACE achpack::
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack COMPONENT development)
configure_package_config_file(runtime/achpackConfig.cmake.in
  ${PROJECT_BINARY_DIR}/achpackConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/achpackConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/achpackConfig.cmake
  ${PROJECT_BINARY_DIR}/achpackConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack COMPONENT development)

# The .pc file finds its own prefix, so an installed tree can be moved.
file(RELATIVE_PATH ACHPACK_PC_PREFIX
  /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" ACHPACK_PC_PREFIX "${ACHPACK_PC_PREFIX}")
configure_file(runtime/achpack.pc.in ${PROJECT_BINARY_DIR}/achpack.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/achpack.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT development)

if(TARGET achpack_tool)
  install(TARGETS achpack_tool COMPONENT tool)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/achpack.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
    COMPONENT tool)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/achpack.zh_CN.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 COMPONENT tool RENAME achpack.1)
  install(FILES cli/achpack.bash
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT tool RENAME achpack)
endif()
if(PROJECT_IS_TOP_LEVEL)
  include(package.cmake)
endif()
