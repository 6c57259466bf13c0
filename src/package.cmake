# The Debian packages, made by `cpack -G DEB`. Configure with -DCMAKE_INSTALL_PREFIX=/usr, so that
# the library goes where Debian keeps those of its architecture.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "The achpack authors")
set(CPACK_PACKAGE_CONTACT "The achpack authors <achpack@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # it would stand above each package's own
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_COMPONENTS_ALL)

# One package: its component, name, section, and what it is. Each has its licence and its changes.
function(achpack_deb component name section summary text)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name} PARENT_SCOPE)
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section} PARENT_SCOPE)
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)
  set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} ${component} PARENT_SCOPE)
  # "From all" is a plain `cmake --install`, which is not Debian's business.
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name}
    COMPONENT ${component} EXCLUDE_FROM_ALL RENAME copyright)
  install(FILES ${PROJECT_SOURCE_DIR}/docs/CHANGELOG.md
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name}
    COMPONENT ${component} EXCLUDE_FROM_ALL RENAME changelog)
endfunction()

# Static libraries have no runtime packages; whoever links them needs what they were made of.
get_target_property(kind achpack TYPE)
if(kind STREQUAL SHARED_LIBRARY)
  set(exactly "(= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
  set(library libachpack${ACHPACK_ABI})
  achpack_deb(runtime ${library} libs "library that loads achievement packages"
    "A game server uses it to open achievement packages of Minecraft China edition,\n\
to look up their nodes and icons, and to replace packages while it runs.")
  achpack_deb(progress libachpack-progress${ACHPACK_ABI} libs
    "library that keeps progress in achievements"
    "A game server uses it to keep what its players have reached in achievements of\n\
Minecraft China edition, in memory or in a database.")
  if(ACHPACK_STORE_HAS_POSTGRESQL)
    set(CPACK_DEBIAN_PROGRESS_PACKAGE_RECOMMENDS libpq5) # loaded when a store needs it
  endif()
  # Both know how the other keeps findings.
  set(CPACK_DEBIAN_PROGRESS_PACKAGE_DEPENDS "${library} ${exactly}")
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_CURRENT_BINARY_DIR})
  set(needed "${library} ${exactly}, libachpack-progress${ACHPACK_ABI} ${exactly}")
else()
  set(needed "libdeflate-dev, nettle-dev, libcsv-dev, libsqlite3-dev")
endif()
achpack_deb(development libachpack-dev libdevel
  "libraries for achievement packages and progress (development)"
  "The headers for C and C++, and the files by which pkg-config and CMake find\n\
libachpack and libachpack-progress.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${needed}")
if(TARGET achpack_tool)
  achpack_deb(tool achpack utils "checks and builds achievement packages"
    "The command for authors of achievement packages of Minecraft China edition: it\n\
says what is wrong in a folder of a table and its icons, in English or Chinese,\n\
and writes the package that the platform takes.")
endif()
if(ACHPACK_STORE_HAS_POSTGRESQL)
  set(CPACK_DEBIAN_TOOL_PACKAGE_RECOMMENDS libpq5)
endif()
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package_tidy.cmake)
include(CPack)
