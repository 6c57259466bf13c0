/* The least that any checker must do: read every picture, CRC its chunks, inflate its pixels.
 * Prints the number of pictures and of pixel bytes. With no folder it only starts and ends. With
 * --zip FILE instead it is the least that any loader must do: read the file, CRC its bytes.
 * SPDX-License-Identifier: MIT */
#include <libdeflate.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 8 << 20, PIXELS_MOST = 32 << 20 };

static uint32_t big_endian(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static size_t look_at(const unsigned char *bytes, size_t size, unsigned char *packed,
                      unsigned char *pixels, struct libdeflate_decompressor *inflater) {
    size_t packed_size = 0;
    for (size_t at = 8; at + 12 <= size;) {
        size_t length = big_endian(bytes + at);
        if (length > size - at - 12 || libdeflate_crc32(0, bytes + at + 4, length + 4) !=
                                           big_endian(bytes + at + 8 + length)) {
            return 0;
        }
        if (memcmp(bytes + at + 4, "IDAT", 4) == 0) {
            memcpy(packed + packed_size, bytes + at + 8, length);
            packed_size += length;
        }
        at += length + 12;
    }
    size_t got = 0;
    enum libdeflate_result result =
        libdeflate_zlib_decompress(inflater, packed, packed_size, pixels, PIXELS_MOST, &got);
    return result == LIBDEFLATE_SUCCESS ? got : 0;
}

static int read_zip(const char *path) {
    unsigned char *bytes = malloc(FILE_MOST);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = bytes == NULL || file < 0 ? -1 : read(file, bytes, FILE_MOST);
    if (size < 0) {
        return 3;
    }
    printf("%zd bytes, CRC %08x\n", size, (unsigned)libdeflate_crc32(0, bytes, (size_t)size));
    free(bytes);
    return close(file);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "--zip") == 0) {
        return read_zip(argv[2]);
    }
    unsigned char *bytes = malloc(FILE_MOST);
    unsigned char *packed = malloc(FILE_MOST);
    unsigned char *pixels = malloc(PIXELS_MOST);
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    DIR *folder = opendir(argv[1]);
    if (bytes == NULL || packed == NULL || pixels == NULL || inflater == NULL || folder == NULL) {
        return 3;
    }
    size_t pictures = 0;
    size_t total = 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *file = strstr(entry->d_name, ".png") == NULL ? NULL : fopen(path, "rb");
        if (file != NULL) {
            size_t size = fread(bytes, 1, FILE_MOST, file);
            total += look_at(bytes, size, packed, pixels, inflater);
            pictures++;
            (void)fclose(file);
        }
    }
    printf("%zu pictures, %zu bytes of pixels\n", pictures, total);
    return 0;
}
