/* Finding the node ids that Python code gives to the achievement calls.
 * SPDX-License-Identifier: MIT */
#include "check/script_calls.h"

#include "format/python.h"

#include <stddef.h>

enum { LEVELS_MOST = 64 };

typedef struct call_row {
    ach__slice name;
    unsigned position; /* of the node id among the arguments, from 0 */
    unsigned least;    /* arguments */
    unsigned most;
} call_row;

#define NAME(literal)                                                                              \
    { literal, sizeof(literal) - 1 }

static const call_row rows[ACH__SCRIPT_CALLS] = {
    [ACH__CALL_ADD_NODE_PROGRESS] = {NAME("AddNodeProgress"), 1, 3, 5},
    [ACH__CALL_SET_NODE_FINISH] = {NAME("SetNodeFinish"), 1, 2, 4},
    [ACH__CALL_GET_CHILDREN_NODE] = {NAME("GetChildrenNode"), 0, 1, 1},
    [ACH__CALL_GET_NODE_DETAIL_INFO] = {NAME("GetNodeDetailInfo"), 1, 2, 2},
    [ACH__CALL_LOBBY_SET] = {NAME("LobbySetAchievementStorage"), 2, 4, 5},
};

ach__slice ach__script_call_name(ach__script_call call) {
    return rows[call].name;
}

/* What the argument that is being read can still turn out to be. */
typedef enum argument {
    ARGUMENT_EMPTY,
    ARGUMENT_NAME,   /* one name: with '=' behind it, a keyword */
    ARGUMENT_MINUS,  /* a sign, for a number */
    ARGUMENT_TEXT,   /* nothing but string literals */
    ARGUMENT_NUMBER, /* nothing but a number */
    ARGUMENT_OTHER   /* anything that would have to be computed */
} argument;

/* An open bracket, and what is known of the arguments in it. */
typedef struct frame {
    char close;
    ach__script_call call; /* ACH__SCRIPT_CALLS: some other bracket */
    unsigned arguments;    /* read so far */
    unsigned lambdas;      /* open ones: their commas and colons are their own */
    bool has_star;         /* "*list": which arguments it gives is not known */
    argument state;
    bool is_keyword;
    bool is_node; /* the keyword is the node id's */
    uint32_t start, end;
    bool has_id;
    ach__script_id id;
} frame;

typedef struct finder {
    ach__slice text;
    void (*visit)(void *user, const ach__script_id *id);
    void *user;
    frame frames[LEVELS_MOST];
    size_t depth;
    size_t deeper;             /* brackets open beyond those; nothing in them is looked at */
    ach__python_token last[2]; /* the last but one, the last */
    bool is_line_start;
} finder;

static ach__slice token_text(const finder *f, const ach__python_token *token) {
    return (ach__slice){f->text.ptr + token->start, token->end - token->start};
}

/* Words that only begin statements, so a bracket that is still open there was never closed. */
static bool begins_statement(ach__slice word) {
    static const char *const words[] = {"def",  "class", "return", "import",   "while", "try",
                                        "with", "pass",  "break",  "continue", "raise", "global"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (ach__slice_equal(word, ach__slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_text(const finder *f, const ach__python_token *token, ach__slice text) {
    return ach__slice_equal(token_text(f, token), text);
}

/* Which call a bracket opens: NAME right before it, and not "def NAME(". */
static ach__script_call call_before(const finder *f) {
    const ach__python_token *name = &f->last[1];
    if (name->type != ACH__PYTHON_NAME ||
        (f->last[0].type == ACH__PYTHON_NAME && (is_text(f, &f->last[0], ACH__SLICE("def")) ||
                                                 is_text(f, &f->last[0], ACH__SLICE("class"))))) {
        return ACH__SCRIPT_CALLS;
    }
    ach__slice text = token_text(f, name);
    size_t call = 0;
    while (call < ACH__SCRIPT_CALLS && !ach__slice_equal(text, rows[call].name)) {
        call++;
    }
    return (ach__script_call)call;
}

static void open_bracket(finder *f, char bracket) {
    if (f->deeper > 0 || f->depth == LEVELS_MOST) {
        f->deeper++;
        return;
    }
    ach__script_call call = bracket == '(' ? call_before(f) : ACH__SCRIPT_CALLS;
    char close = ')';
    if (bracket != '(') {
        close = bracket == '[' ? ']' : '}';
    }
    f->frames[f->depth++] = (frame){.close = close, .call = call};
}

static void finish_argument(frame *in) {
    bool is_position = !in->is_keyword && !in->has_star && in->call != ACH__SCRIPT_CALLS &&
                       in->arguments == rows[in->call].position;
    bool is_plain = in->state == ARGUMENT_TEXT || in->state == ARGUMENT_NUMBER;
    if (is_plain && (is_position || in->is_node)) {
        in->has_id = true;
        in->id = (ach__script_id){in->call, in->state == ARGUMENT_NUMBER, in->start, in->end};
    }
    in->arguments++;
    in->state = ARGUMENT_EMPTY;
    in->is_keyword = false;
    in->is_node = false;
}

static void close_bracket(finder *f, char bracket) {
    if (f->deeper > 0) {
        f->deeper--;
        return;
    }
    if (f->depth == 0 || f->frames[f->depth - 1].close != bracket) {
        f->depth = 0; /* no Python: begin anew */
        return;
    }
    frame *in = &f->frames[--f->depth];
    if (in->call == ACH__SCRIPT_CALLS) {
        return;
    }
    if (in->state != ARGUMENT_EMPTY || in->is_keyword) {
        finish_argument(in);
    }
    const call_row *row = &rows[in->call];
    bool is_enough = in->arguments >= row->least || in->has_star;
    if (in->has_id && is_enough && in->arguments <= row->most) {
        f->visit(f->user, &in->id);
    }
}

/* The first token of an argument. */
static argument begin_argument(const finder *f, frame *in, const ach__python_token *token) {
    char first = f->text.ptr[token->start];
    in->start = token->start;
    in->end = token->end;
    switch (token->type) {
    case ACH__PYTHON_NAME:
        return ARGUMENT_NAME;
    case ACH__PYTHON_STRING:
        return ARGUMENT_TEXT;
    case ACH__PYTHON_NUMBER:
        return ARGUMENT_NUMBER;
    default:
        in->has_star = in->has_star || first == '*';
        return is_text(f, token, ACH__SLICE("-")) ? ARGUMENT_MINUS : ARGUMENT_OTHER;
    }
}

static argument go_on(const finder *f, frame *in, const ach__python_token *token) {
    if (in->state == ARGUMENT_NAME && is_text(f, token, ACH__SLICE("=")) && !in->is_keyword) {
        /* nodeId, and NodeID as early typings have it. */
        ach__slice name = {f->text.ptr + in->start, in->end - in->start};
        in->is_keyword = true;
        in->is_node = ach__slice_equal_ignoring_case(name, ACH__SLICE("nodeId"));
        return ARGUMENT_EMPTY;
    }
    if ((in->state == ARGUMENT_TEXT && token->type == ACH__PYTHON_STRING) ||
        (in->state == ARGUMENT_MINUS && token->type == ACH__PYTHON_NUMBER)) {
        in->end = token->end;
        return token->type == ACH__PYTHON_STRING ? ARGUMENT_TEXT : ARGUMENT_NUMBER;
    }
    return ARGUMENT_OTHER;
}

static void read_argument(const finder *f, frame *in, const ach__python_token *token) {
    if (token->type == ACH__PYTHON_NAME && is_text(f, token, ACH__SLICE("lambda"))) {
        in->lambdas++;
        in->state = ARGUMENT_OTHER;
        return;
    }
    if (in->lambdas > 0) {
        in->lambdas -= is_text(f, token, ACH__SLICE(":"));
        return;
    }
    if (is_text(f, token, ACH__SLICE(","))) {
        finish_argument(in);
    } else if (in->state == ARGUMENT_EMPTY) {
        in->state = begin_argument(f, in, token);
    } else {
        in->state = go_on(f, in, token);
    }
}

/* The rest of the line is not known, so neither are the arguments of the open calls. */
static void give_up(finder *f) {
    for (size_t i = 0; i < f->depth; i++) {
        f->frames[i].call = ACH__SCRIPT_CALLS;
    }
}

static void take(finder *f, const ach__python_token *token) {
    frame *in = f->depth > 0 ? &f->frames[f->depth - 1] : NULL;
    switch (token->type) {
    case ACH__PYTHON_OPEN:
        if (in != NULL) {
            in->state = ARGUMENT_OTHER;
        }
        open_bracket(f, f->text.ptr[token->start]);
        break;
    case ACH__PYTHON_CLOSE:
        close_bracket(f, f->text.ptr[token->start]);
        break;
    case ACH__PYTHON_BAD:
        give_up(f);
        break;
    default:
        if (in != NULL && f->deeper == 0 && in->call != ACH__SCRIPT_CALLS) {
            read_argument(f, in, token);
        }
    }
}

void ach__script_calls_find(ach__slice text, void (*visit)(void *user, const ach__script_id *id),
                            void *user) {
    finder f = {.text = text, .visit = visit, .user = user, .is_line_start = true};
    f.last[0].type = f.last[1].type = ACH__PYTHON_LINE_END;
    ach__python in;
    ach__python_token token;
    ach__python_start(&in, text);
    while (ach__python_next(&in, &token)) {
        if (token.type == ACH__PYTHON_LINE_END) {
            f.is_line_start = true;
            if (f.depth > 0 || f.deeper > 0) {
                continue;
            }
        } else if (f.is_line_start) {
            f.is_line_start = false;
            if (token.type == ACH__PYTHON_NAME && begins_statement(token_text(&f, &token))) {
                f.depth = 0;
                f.deeper = 0;
                f.last[1].type = ACH__PYTHON_LINE_END;
            }
        }
        take(&f, &token);
        f.last[0] = f.last[1];
        f.last[1] = token;
    }
}
