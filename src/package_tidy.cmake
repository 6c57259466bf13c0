# Runs on the packages' files before they are put together. Debian wants manual pages and changes
# compressed; and folders that everyone may enter, whatever the umask of the one who builds.
file(GLOB_RECURSE names LIST_DIRECTORIES true ${CPACK_TEMPORARY_DIRECTORY}/*)
foreach(name IN LISTS names)
  if(IS_DIRECTORY "${name}" AND NOT IS_SYMLINK "${name}")
    file(CHMOD "${name}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
      GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  elseif(name MATCHES "/changelog$|/man1/[^/]*[.]1$")
    execute_process(COMMAND gzip -9n "${name}" COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
