/* A small world whose players hunt: how a server keeps progress that several servers share.
 * SPDX-License-Identifier: MIT
 *
 *     progress [--lang en|zh] PACKAGE.zip NODE STORE [OUTBOX]
 *
 * The achievement NODE takes five cows and five sheep, in whatever order; `extra` remembers how
 * many of each, so that ten cows do not do. STORE is "memory:", "sqlite:PATH" or
 * "postgresql://...". Several of these programs may use one store. Standard input sends lines:
 *
 *     join PLAYER              fetches what the store has
 *     kill PLAYER cow|sheep    one more, unless five are there already
 *     leave PLAYER
 *     quit
 *
 * Standard output tells what came of each. */
#include <achpack/achpack.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { KINDS = 2, QUOTA = 5, HUNTERS_MOST = 64, NAME_MOST = 64, LINE_MOST = 256 };

static const char *const kind_names[KINDS] = {"cow", "sheep"};

typedef struct world world;

typedef struct hunter {
    world *world;
    char name[NAME_MOST];
    int killed[KINDS]; /* as far as it is stored */
    char extra[64];    /* what get_extra hands out */
} hunter;

/* A kill that is being reported. */
typedef struct report {
    hunter *who;
    int kind;
} report;

struct world {
    ach_engine *engine;
    ach_diags *why;
    ach_language language;
    const char *node;
    int over;
    hunter hunters[HUNTERS_MOST];
};

static const char *text_of(const world *self, const char *english, const char *chinese) {
    return self->language == ACH_CHINESE ? chinese : english;
}

static ach_bytes bytes_of(const char *text) {
    return (ach_bytes){text, strlen(text)};
}

static int64_t now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void tell_findings(world *self) {
    for (size_t i = 0; i < ach_diags_count(self->why); i++) {
        ach_finding finding;
        if (ach_diags_get(self->why, i, &finding) == ACH_OK) {
            (void)fprintf(stderr, "%s [%s]\n", finding.message, finding.code);
        }
    }
    ach_diags_free(self->why);
    self->why = ach_diags_new(NULL, self->language);
}

static void tell(const hunter *who, const char *what) {
    (void)printf("%s: %s (%d/%d)\n", who->name, what, who->killed[0], who->killed[1]);
}

/* The counts out of a record's extra, such as "3/1"; those of a new player where there is none. */
static void take_extra(hunter *who, const ach_progress *entity) {
    char text[sizeof who->extra] = "";
    if (entity->extra.size > 0 && entity->extra.size < sizeof text) {
        memcpy(text, entity->extra.data, entity->extra.size);
    }
    char *rest = text;
    for (int kind = 0; kind < KINDS; kind++) {
        long count = strtol(rest, &rest, 10);
        who->killed[kind] = count < 0 || count > QUOTA ? 0 : (int)count;
        rest += *rest == '/';
    }
}

/* What is stored already, and this one. The sets of one node are sent one after the other, so what
 * was stored before this one is known when it is asked for. */
static int get_extra(void *user, ach_bytes *extra) {
    const report *what = user;
    hunter *who = what->who;
    int killed[KINDS];
    memcpy(killed, who->killed, sizeof killed);
    if (killed[what->kind]++ >= QUOTA) {
        return 0; /* no longer wanted: the set is rejected */
    }
    (void)snprintf(who->extra, sizeof who->extra, "%d/%d", killed[0], killed[1]);
    *extra = bytes_of(who->extra);
    return 1;
}

static int on_kill(void *user, const ach_answer *answer) {
    report *what = user;
    hunter *who = what->who;
    if (answer != NULL && answer->code == ACH_CODE_CONFLICT) {
        /* Another server has written since we looked: what it stored is the truth. If ours still
         * counts, get_extra is asked again, and progress and extra are sent again. */
        take_extra(who, answer->entity);
        if (who->killed[what->kind] < QUOTA) {
            return 1;
        }
        tell(who, text_of(who->world, "had enough of these already", "这种已经够了"));
    } else if (answer != NULL) {
        who->killed[what->kind] += answer->entity->completed_at == 0;
        tell(who, text_of(who->world, "stored", "已保存"));
    } else {
        tell(who, text_of(who->world, "not stored", "没有保存"));
    }
    free(what);
    return 0;
}

static int on_joined(void *user, const ach_answer *answer) {
    hunter *who = user;
    if (answer == NULL) {
        tell(who, text_of(who->world, "cannot be fetched", "无法获取"));
        return 0;
    }
    memset(who->killed, 0, sizeof who->killed);
    for (size_t i = 0; i < answer->list_count; i++) {
        const ach_entity *entity = &answer->list[i];
        if (strcmp(entity->achievement_id.data, who->world->node) == 0) {
            take_extra(who, &entity->progress);
            if (entity->progress.completed_at != 0) { /* this alone says that it is complete */
                tell(who, text_of(who->world, "is complete", "已完成"));
                return 0;
            }
        }
    }
    tell(who, text_of(who->world, "is here", "进来了"));
    return 0;
}

static void kill_one(world *self, hunter *who, int kind) {
    report *what = malloc(sizeof *what);
    if (what == NULL) {
        return;
    }
    *what = (report){who, kind};
    ach_set set = ACH_SET_INIT;
    set.player = bytes_of(who->name);
    set.node = bytes_of(self->node);
    set.delta = 1;
    set.callback = on_kill;
    set.get_extra = get_extra;
    set.user = what;
    (void)ach_engine_lobby_set(self->engine, &set, self->why); /* the callback is told of faults */
}

static hunter *find_hunter(world *self, const char *name) {
    for (int i = 0; i < HUNTERS_MOST; i++) {
        hunter *who = &self->hunters[i];
        if (who->name[0] == '\0') {
            (void)snprintf(who->name, sizeof who->name, "%s", name);
            who->world = self;
        }
        if (strcmp(who->name, name) == 0) {
            return who;
        }
    }
    return NULL;
}

static void obey(world *self, char *line) {
    char word[16] = "";
    char name[NAME_MOST] = "";
    char kind_name[16] = "";
    int words = sscanf(line, "%15s %63s %15s", word, name, kind_name);
    hunter *who = words > 1 ? find_hunter(self, name) : NULL;
    if (words == 1 && strcmp(word, "quit") == 0) {
        self->over = 1;
    } else if (who != NULL && words == 2 && strcmp(word, "join") == 0) {
        (void)ach_engine_join(self->engine, bytes_of(who->name), self->why);
        (void)ach_engine_lobby_get(self->engine, bytes_of(who->name), on_joined, who, self->why);
    } else if (who != NULL && words == 2 && strcmp(word, "leave") == 0) {
        (void)ach_engine_leave(self->engine, bytes_of(who->name));
    } else if (who != NULL && words == 3 && strcmp(word, "kill") == 0) {
        for (int kind = 0; kind < KINDS; kind++) {
            if (strcmp(kind_name, kind_names[kind]) == 0) {
                kill_one(self, who, kind);
            }
        }
    } else {
        (void)fprintf(stderr, "%s\n",
                      text_of(self, "join PLAYER, kill PLAYER cow|sheep, leave PLAYER or quit",
                              "可用：join 玩家、kill 玩家 cow|sheep、leave 玩家、quit"));
    }
}

/* How long the loop may sleep: until the engine has something to do. */
static int wait_ms(const world *self) {
    int64_t due = ach_engine_due(self->engine);
    int64_t now = now_ms();
    if (due <= now) {
        return 0;
    }
    return due - now > 1000 ? 1000 : (int)(due - now);
}

static void run(world *self) {
    static char line[LINE_MOST];
    size_t used = 0;
    while (!self->over) {
        struct pollfd input = {STDIN_FILENO, POLLIN, 0};
        if (poll(&input, 1, wait_ms(self)) > 0) {
            ssize_t got = read(STDIN_FILENO, line + used, 1);
            self->over = got <= 0;
            if (got == 1 && line[used] == '\n') {
                line[used] = '\0';
                used = 0;
                obey(self, line);
            } else if (got == 1) {
                used += used < sizeof line - 1;
            }
        }
        (void)ach_engine_poll(self->engine, now_ms(), self->why);
        tell_findings(self);
        (void)fflush(stdout);
    }
}

/* At the end nothing stays behind if the store can be reached; if not, it stays in the outbox. */
static void finish(world *self) {
    int64_t give_up = now_ms() + 10000;
    ach_gauges gauges = {.size = sizeof gauges};
    ach_engine_flush(self->engine);
    do {
        (void)ach_engine_poll(self->engine, now_ms(), self->why);
        ach_engine_gauges(self->engine, &gauges);
        if (gauges.queued > 0) {
            (void)poll(NULL, 0, wait_ms(self));
        }
    } while (gauges.queued > 0 && now_ms() < give_up);
    ach_engine_close(self->engine);
    tell_findings(self);
}

static int serve(world *self, char **words, int count) {
    ach_package *package = NULL;
    ach_store *store = NULL;
    int result = 1;
    if (ach_package_open(&package, words[0], NULL, self->why) == ACH_OK &&
        ach_store_open(&store, words[2], NULL, self->why) == ACH_OK) {
        ach_engine_options options = ACH_ENGINE_OPTIONS_INIT;
        options.package = package;
        options.store = store;
        options.outbox = count > 3 ? words[3] : NULL;
        self->node = words[1];
        if (ach_engine_open(&self->engine, &options, self->why) == ACH_OK) {
            run(self);
            finish(self);
            result = 0;
        }
    }
    tell_findings(self);
    ach_store_close(store);
    ach_package_free(package);
    return result;
}

int main(int argc, char **argv) {
    static world self;
    if (argc > 2 && strcmp(argv[1], "--lang") == 0) {
        self.language = strcmp(argv[2], "zh") == 0 ? ACH_CHINESE : ACH_ENGLISH;
        argv += 2;
        argc -= 2;
    }
    if (argc != 4 && argc != 5) {
        (void)fprintf(stderr, "%s\n",
                      text_of(&self, "progress [--lang en|zh] PACKAGE.zip NODE STORE [OUTBOX]",
                              "用法：progress [--lang en|zh] 成就包.zip 节点 STORE [OUTBOX]"));
        return 2;
    }
    self.why = ach_diags_new(NULL, self.language);
    int result = serve(&self, argv + 1, argc - 1);
    ach_diags_free(self.why);
    return result;
}
