/* What nobody can save who reads many small files: list a folder, then open, read and close each
 * file in it, on one thread. floor_nodes FOLDER SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv) {
    static char content[65536];
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (folder == NULL) {
        return 3;
    }
    unsigned long long bytes = 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        int fd = openat(dirfd(folder), entry->d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        ssize_t got = fd < 0 ? 0 : read(fd, content, sizeof content);
        bytes += got > 0 ? (unsigned long long)got : 0;
        if (fd >= 0) {
            close(fd);
        }
    }
    closedir(folder);
    (void)printf("%llu\n", bytes);
    return 0;
}
