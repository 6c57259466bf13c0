/* A file read line by line: in pieces, so that its size does not matter.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_reader.h"

#include "cli/progress_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 << 10 };

static ssize_t read_some(int fd, char *bytes) {
    ssize_t size;
    do {
        size = read(fd, bytes, CHUNK);
    } while (size < 0 && errno == EINTR);
    return size;
}

/* Copies what comes out of a pipe, so that all of it can be looked at before any of it is used. */
static ach_status spool(cli_reader *reader) {
    reader->spool = tmpfile();
    if (reader->spool == NULL) {
        return ACH_EIO;
    }
    for (;;) {
        ssize_t size = read_some(reader->fd, reader->chunk);
        if (size < 0) {
            return ACH_EIO;
        }
        if (size == 0) {
            break;
        }
        if (fwrite(reader->chunk, 1, (size_t)size, reader->spool) != (size_t)size) {
            return ACH_EIO;
        }
        reader->size += (uint64_t)size;
    }
    if (fflush(reader->spool) != 0) {
        return ACH_EIO;
    }
    if (reader->is_ours) {
        (void)close(reader->fd);
    }
    reader->is_ours = false;
    reader->fd = fileno(reader->spool);
    return cli_reader_rewind(reader) ? ACH_OK : ACH_EIO;
}

static ach_status look_at(cli_reader *reader) {
    struct stat about;
    if (fstat(reader->fd, &about) != 0) {
        return ACH_EIO;
    }
    if (S_ISDIR(about.st_mode)) {
        errno = EISDIR;
        return ACH_EIO;
    }
    off_t here = S_ISREG(about.st_mode) ? lseek(reader->fd, 0, SEEK_CUR) : -1;
    if (here < 0) {
        return spool(reader);
    }
    reader->start = (uint64_t)here;
    reader->size = about.st_size > here ? (uint64_t)(about.st_size - here) : 0;
    return ACH_OK;
}

ach_status cli_reader_open(cli_reader *reader, const char *path) {
    *reader = (cli_reader){.fd = STDIN_FILENO};
    ach__buffer_init(&reader->line, NULL, CLI_LINE_BYTES_MOST);
    reader->chunk = malloc(CHUNK);
    if (reader->chunk == NULL) {
        return ACH_ENOMEM;
    }
    if (path != NULL) {
        reader->fd = open(path, O_RDONLY | O_CLOEXEC);
        reader->is_ours = reader->fd >= 0;
    }
    return reader->fd < 0 ? ACH_EIO : look_at(reader);
}

void cli_reader_close(cli_reader *reader) {
    if (reader->is_ours) {
        (void)close(reader->fd);
    }
    if (reader->spool != NULL) {
        (void)fclose(reader->spool);
    }
    ach__buffer_free(&reader->line);
    free(reader->chunk);
    *reader = (cli_reader){.fd = -1};
}

bool cli_reader_rewind(cli_reader *reader) {
    reader->done = 0;
    reader->number = 0;
    reader->at = reader->end = 0;
    return lseek(reader->fd, (off_t)reader->start, SEEK_SET) >= 0;
}

/* Appends up to the next LF. False where reading failed; *is_end: nothing is left. */
static bool read_line(cli_reader *reader, bool *is_end) {
    for (bool is_whole = false; !is_whole;) {
        if (reader->at == reader->end) {
            ssize_t size = read_some(reader->fd, reader->chunk);
            if (size <= 0) {
                *is_end = true;
                return size == 0;
            }
            reader->at = 0;
            reader->end = (size_t)size;
        }
        const char *start = reader->chunk + reader->at;
        const char *feed = memchr(start, '\n', reader->end - reader->at);
        size_t size = feed == NULL ? reader->end - reader->at : (size_t)(feed - start);
        ach__buffer_append(&reader->line, start, size);
        is_whole = feed != NULL;
        reader->at += size + is_whole;
        reader->done += size + is_whole;
    }
    return true;
}

/* A mark at the very beginning of the file says UTF-8, which it is anyway. */
static ach__slice without_mark(const cli_reader *reader) {
    ach__slice line = {(const char *)reader->line.data, reader->line.size};
    bool is_marked = reader->number == 1 && ach__slice_starts(line, ACH__SLICE("\xEF\xBB\xBF"));
    return is_marked ? ach__slice_skip(line, 3) : line;
}

static bool is_blank(ach__slice line) {
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t' && line.ptr[i] != '\r') {
            return false;
        }
    }
    return true;
}

cli_reading cli_reader_next(cli_reader *reader, ach__slice *line) {
    for (bool is_end = false; !is_end;) {
        ach__buffer_clear(&reader->line);
        errno = 0;
        if (!read_line(reader, &is_end)) {
            return CLI_READ_FAILED;
        }
        reader->number++;
        if (reader->line.failed) {
            errno = 0;
            bool is_long = reader->line.size + CHUNK >= CLI_LINE_BYTES_MOST;
            return is_long ? CLI_READ_LONG : CLI_READ_FAILED;
        }
        *line = without_mark(reader);
        if (!is_blank(*line)) {
            return CLI_READ_LINE;
        }
    }
    return CLI_READ_END;
}
