/* A small server of packages: answers lines, and takes up new packages while it runs.
 * SPDX-License-Identifier: MIT
 *
 *     server [--lang en|zh] FOLDER [SOCKET]
 *
 * Each NAME.zip in FOLDER is the package NAME. Standard input and clients of SOCKET send lines:
 *
 *     list                         the packages and their numbers of nodes
 *     show PACKAGE                 the nodes in the order in which they are displayed
 *     get PACKAGE NODEID           total and rank, title, description
 *     icon PACKAGE NODEID pre|fin  bytes, width and height of a picture
 *     quit
 *
 * An answer is "ok COUNT" and COUNT lines, or "error: ...". Standard error tells of changes. */
#include <achpack/achpack.h>

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CLIENTS_MOST = 16, LINE_MOST = 1024 };
/* Who types lines; number 0 is standard input. */
typedef struct client {
    int in;      /* -1: free */
    size_t used; /* LINE_MOST: the line is too long, the rest of it is skipped */
    char line[LINE_MOST];
} client;

typedef struct server {
    ach_catalogue *catalogue;
    ach_language language;
    int listener; /* -1: no socket */
    int over;
    client clients[1 + CLIENTS_MOST];
} server;

static const char *text_of(const server *self, const char *english, const char *chinese) {
    return self->language == ACH_CHINESE ? chinese : english;
}

static void refuse(const server *self, FILE *out, const char *english, const char *chinese) {
    (void)fprintf(out, "error: %s\n", text_of(self, english, chinese));
}

/* Cells may hold anything; an answer has one line for each. */
static void print_cell(FILE *out, const ach_node *node, ach_column column, char end) {
    for (size_t i = 0; i < node->text[column].size; i++) {
        char byte = node->text[column].data[i];
        (void)fputc((byte >= 0 && byte < ' ') || byte == 0x7F ? '?' : byte, out);
    }
    (void)fputc(end, out);
}

static int print_package(void *user, const char *name, ach_package *package) {
    return fprintf(user, "%s %zu\n", name, ach_package_count(package)) >= 0;
}

static void show(FILE *out, const ach_package *package) {
    (void)fprintf(out, "ok %zu\n", ach_package_count(package));
    for (size_t place = 0; place < ach_package_count(package); place++) {
        ach_node node;
        if (ach_package_node(package, ach_package_display(package, place), &node) == ACH_OK) {
            print_cell(out, &node, ACH_NODE_ID, ' ');
            print_cell(out, &node, ACH_TITLE, '\n');
        }
    }
}

static void answer_node(const server *self, FILE *out, const ach_package *package, char **words) {
    ach_node node;
    if (ach_package_find(package, words[2], strlen(words[2]), &node) != ACH_OK) {
        refuse(self, out, "no such node", "没有这个节点");
        return;
    }
    if (strcmp(words[0], "get") == 0) {
        (void)fprintf(out, "ok 3\n%u %u\n", node.total, node.rank);
        print_cell(out, &node, ACH_TITLE, '\n');
        print_cell(out, &node, ACH_DESCRIPTION, '\n');
        return;
    }
    ach_column column = strcmp(words[3], "pre") == 0 ? ACH_PRE_PIC : ACH_FIN_PIC;
    ach_bytes png = ach_package_icon(package, node.index, column);
    uint32_t sides[2];
    if (png.size < 16 + sizeof sides) {
        refuse(self, out, "the package does not have this picture", "成就包里没有这张图片");
    } else {
        memcpy(sides, png.data + 16, sizeof sides); /* width and height, in network order */
        (void)fprintf(out, "ok 1\n%zu %ux%u\n", png.size, ntohl(sides[0]), ntohl(sides[1]));
    }
}

/* The catalogue may get another version while we answer; the one we hold stays as it is. */
static void answer_package(const server *self, FILE *out, char **words) {
    ach_package *package = ach_catalogue_get(self->catalogue, words[1]);
    if (package == NULL) {
        refuse(self, out, "no such package", "没有这个成就包");
    } else if (strcmp(words[0], "show") == 0) {
        show(out, package);
    } else {
        answer_node(self, out, package, words);
    }
    ach_package_free(package);
}

static void answer(const server *self, FILE *out, char *line) {
    char none[] = "";
    char *words[5] = {none, none, none, none, none};
    size_t count = 0;
    char *rest = line;
    for (char *word; count < 5 && (word = strtok_r(NULL, " ", &rest)) != NULL; count++) {
        words[count] = word;
    }
    if (strcmp(words[0], "list") == 0 && count == 1) {
        (void)fprintf(out, "ok %zu\n", ach_catalogue_count(self->catalogue));
        ach_catalogue_each(self->catalogue, print_package, out);
    } else if ((strcmp(words[0], "show") == 0 && count == 2) ||
               (strcmp(words[0], "get") == 0 && count == 3) ||
               (strcmp(words[0], "icon") == 0 && count == 4 &&
                (strcmp(words[3], "pre") == 0 || strcmp(words[3], "fin") == 0))) {
        answer_package(self, out, words);
    } else {
        refuse(self, out,
               "try list, show PACKAGE, get PACKAGE NODEID, icon PACKAGE NODEID pre|fin, quit",
               "可用的命令：list、show 包名、get 包名 NODEID、icon 包名 NODEID pre|fin、quit");
    }
}

/* Tells what a poll has found. */
static void on_change(void *user, ach_change change, const char *name, ach_status status,
                      ach_diags *why) {
    static const char *const told[][2] = {[ACH_LOADED] = {"loaded", "已加载"},
                                          [ACH_REFUSED] = {"refused", "拒绝加载"},
                                          [ACH_REMOVED] = {"removed", "已移除"}};
    const server *self = user;
    ach_finding finding;
    (void)fprintf(stderr, "%s %s%s%s\n", told[change][self->language], name,
                  status == ACH_EIO ? ": " : "", status == ACH_EIO ? strerror(errno) : "");
    for (size_t i = 0; why != NULL && ach_diags_get(why, i, &finding) == ACH_OK; i++) {
        (void)fprintf(stderr, "  %s:%u: %s [%s]\n", finding.file == NULL ? name : finding.file,
                      finding.line, finding.message, finding.code);
    }
}

static void reload(server *self) {
    if (ach_catalogue_poll(self->catalogue, 0, on_change, self) == ACH_EIO) {
        perror(text_of(self, "the folder cannot be read", "无法读取文件夹"));
    }
}

static void drop(server *self, client *from) {
    if (from == &self->clients[0]) {
        self->over = self->over || self->listener < 0;
    } else {
        (void)close(from->in);
    }
    from->in = -1;
}

/* A client that does not take its answers is dropped: nobody waits for it. */
static void send_answer(server *self, client *to, const char *text, size_t size) {
    if (to == &self->clients[0]) {
        self->over = fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0;
    } else if (send(to->in, text, size, MSG_DONTWAIT | MSG_NOSIGNAL) != (ssize_t)size) {
        drop(self, to);
    }
}

static void take_line(server *self, client *from) {
    from->line[from->used < LINE_MOST ? from->used : 0] = '\0';
    if (strcmp(from->line, "quit") == 0) {
        self->over = self->over || from == &self->clients[0];
        drop(self, from);
        return;
    }
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out != NULL && from->used == LINE_MOST) {
        refuse(self, out, "the line is too long", "这一行太长");
    } else if (out != NULL) {
        answer(self, out, from->line);
    }
    if (out != NULL && fclose(out) == 0) {
        send_answer(self, from, text, size);
    } else { /* no memory */
        drop(self, from);
    }
    free(text);
}

static void take_bytes(server *self, client *from) {
    char bytes[LINE_MOST];
    ssize_t size = read(from->in, bytes, sizeof bytes);
    if (size <= 0) {
        drop(self, from);
    }
    for (ssize_t i = 0; i < size && from->in >= 0 && !self->over; i++) {
        if (bytes[i] == '\n') {
            take_line(self, from);
            from->used = 0;
        } else if (from->used < LINE_MOST) {
            from->line[from->used++] = bytes[i];
        }
    }
}

static void accept_client(server *self) {
    int fd = accept(self->listener, NULL, NULL);
    size_t i = 1;
    while (i <= CLIENTS_MOST && self->clients[i].in >= 0) {
        i++;
    }
    if (i <= CLIENTS_MOST) {
        self->clients[i] = (client){.in = fd};
    } else if (fd >= 0) {
        (void)close(fd); /* full */
    }
}

/* One loop waits for everything: lines, new clients, and changes of the folder. */
static void serve(server *self) {
    while (!self->over) {
        struct pollfd ready[3 + CLIENTS_MOST];
        ready[0] = (struct pollfd){ach_catalogue_descriptor(self->catalogue), POLLIN, 0};
        ready[1] = (struct pollfd){self->listener, POLLIN, 0};
        for (size_t i = 0; i <= CLIENTS_MOST; i++) {
            ready[2 + i] = (struct pollfd){self->clients[i].in, POLLIN, 0};
        }
        int count = poll(ready, 3 + CLIENTS_MOST, ready[0].fd < 0 ? 1000 : -1);
        if (count < 0) {
            self->over = errno != EINTR;
            continue;
        }
        if (count == 0 || ready[0].revents != 0) {
            reload(self);
        }
        for (size_t i = 0; i <= CLIENTS_MOST; i++) {
            if (ready[2 + i].revents != 0) {
                take_bytes(self, &self->clients[i]);
            }
        }
        if (ready[1].revents != 0) {
            accept_client(self);
        }
    }
}

static int listen_at(server *self, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    self->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    return bind(self->listener, (struct sockaddr *)&address, sizeof address) == 0 &&
           listen(self->listener, CLIENTS_MOST) == 0;
}

/* Makes the catalogue and loads the folder for the first time. */
static int start(server *self, const char *folder) {
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.flags = ACH_PACKAGE_STRICT;             /* a server wants whole packages */
    options.max_archive_bytes = 16UL * 1024 * 1024; /* and knows how large its own ones are */
    if (ach_catalogue_new(&self->catalogue, &options) != ACH_OK ||
        ach_catalogue_watch(self->catalogue, folder, self->language) != ACH_OK) {
        return 0;
    }
    reload(self);
    return 1;
}

int main(int count, char **arguments) {
    static server self = {.listener = -1};
    int next = count > 2 && strcmp(arguments[1], "--lang") == 0 ? 3 : 1;
    const char *language = next == 3 ? arguments[2] : getenv("LANG");
    self.language = language != NULL && strncmp(language, "zh", 2) == 0 ? ACH_CHINESE : ACH_ENGLISH;
    if (count - next < 1 || count - next > 2) {
        (void)fputs("server [--lang en|zh] FOLDER [SOCKET]\n", stderr);
        return 2;
    }
    for (size_t i = 1; i <= CLIENTS_MOST; i++) {
        self.clients[i].in = -1;
    }
    const char *path = count - next == 2 ? arguments[next + 1] : NULL;
    if (!start(&self, arguments[next]) || (path != NULL && !listen_at(&self, path))) {
        perror("server");
        ach_catalogue_free(self.catalogue);
        return 1;
    }
    serve(&self);
    ach_catalogue_free(self.catalogue);
    if (path != NULL) {
        (void)unlink(path);
    }
    return 0;
}
