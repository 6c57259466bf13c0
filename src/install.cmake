# What `cmake --install` puts where. The components are what the Debian packages hold: runtime and
# progress (the shared libraries), development (headers, and what finds the libraries) and tool.
include(CMakePackageConfigHelpers)
install(TARGETS achpack EXPORT achpackTargets
  RUNTIME COMPONENT runtime
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development)
install(TARGETS achpack_progress EXPORT achpackProgressTargets
  RUNTIME COMPONENT progress
  LIBRARY COMPONENT progress NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/achpack ${generated}/achpack
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development FILES_MATCHING PATTERN "*.h")
foreach(targets achpackTargets achpackProgressTargets)
  install(EXPORT ${targets} NAMESPACE achpack::
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack COMPONENT development)
endforeach()
configure_package_config_file(runtime/achpackConfig.cmake.in
  ${PROJECT_BINARY_DIR}/achpackConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/achpackConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/achpackConfig.cmake
  ${PROJECT_BINARY_DIR}/achpackConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/achpack COMPONENT development)

# The .pc files find their own prefix, so an installed tree can be moved. Static libraries ask for
# what they were made of, so that the same line of pkg-config links both kinds.
file(RELATIVE_PATH ACHPACK_PC_PREFIX
  /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" ACHPACK_PC_PREFIX "${ACHPACK_PC_PREFIX}")
set(ACHPACK_PC_REQUIRES "")
set(ACHPACK_PC_LIBS "")
set(ACHPACK_PC_PROGRESS_REQUIRES "")
if(NOT BUILD_SHARED_LIBS)
  set(ACHPACK_PC_REQUIRES "libdeflate nettle")
  set(ACHPACK_PC_LIBS " -lcsv -lpthread")
  set(ACHPACK_PC_PROGRESS_REQUIRES " sqlite3")
endif()
foreach(name achpack achpack-progress)
  configure_file(runtime/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT development)
endforeach()

if(TARGET achpack_tool)
  install(TARGETS achpack_tool COMPONENT tool)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/achpack.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
    COMPONENT tool)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/achpack.zh_CN.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/zh_CN/man1 COMPONENT tool RENAME achpack.1)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/postgresql.sql
    DESTINATION ${CMAKE_INSTALL_DATADIR}/achpack COMPONENT tool)
  install(FILES cli/achpack.bash
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT tool RENAME achpack)
endif()
if(PROJECT_IS_TOP_LEVEL)
  include(package.cmake)
endif()
