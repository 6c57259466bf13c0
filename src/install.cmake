# What `cmake --install` puts where.
include(CMakePackageConfigHelpers)
install(TARGETS achpack EXPORT achpackTargets)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/achpack ${generated}/achpack
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(EXPORT achpackTargets NAMESPACE achpack::
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack)
configure_package_config_file(runtime/achpackConfig.cmake.in
  ${PROJECT_BINARY_DIR}/achpackConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/achpackConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/achpackConfig.cmake
  ${PROJECT_BINARY_DIR}/achpackConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack)

# The .pc file finds its own prefix, so an installed tree can be moved.
file(RELATIVE_PATH ACHPACK_PC_PREFIX
  /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" ACHPACK_PC_PREFIX "${ACHPACK_PC_PREFIX}")
configure_file(runtime/achpack.pc.in ${PROJECT_BINARY_DIR}/achpack.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/achpack.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(TARGET achpack_tool)
  install(TARGETS achpack_tool)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/achpack.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/achpack.zh_CN.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 RENAME achpack.1)
  install(FILES cli/achpack.bash
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME achpack)
endif()
