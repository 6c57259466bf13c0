/* From a finding to its sentences.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "diag/internal.h"

enum { SHOWN_MOST = 120 };

static const ach__parameter *find_parameter(const ach__finding *finding, ach__slice name) {
    for (const ach__parameter *item = finding->parameters; item != NULL; item = item->next) {
        if (ach__slice_equal(ach__slice_of(item->name), name)) {
            return item;
        }
    }
    return NULL;
}

/* Appends the template with its {name}s filled in; false where a parameter is missing, which
 * leaves the {name} standing. */
static bool fill(const ach__finding *finding, const char *template, ach__buffer *out) {
    bool whole = true;
    ach__slice rest = ach__slice_of(template);
    while (rest.len > 0) {
        const char *open = memchr(rest.ptr, '{', rest.len);
        size_t plain = open == NULL ? rest.len : (size_t)(open - rest.ptr);
        ach__buffer_append(out, rest.ptr, plain);
        rest = ach__slice_skip(rest, plain);
        const char *close = rest.len == 0 ? NULL : memchr(rest.ptr, '}', rest.len);
        if (close == NULL) {
            ach__buffer_append(out, rest.ptr, rest.len);
            break;
        }
        size_t name_size = (size_t)(close - rest.ptr) - 1;
        const ach__parameter *parameter =
            find_parameter(finding, (ach__slice){rest.ptr + 1, name_size});
        if (parameter != NULL) {
            ach__utf8_append_shown(out, parameter->text, SHOWN_MOST);
        } else {
            whole = false;
            ach__buffer_append(out, rest.ptr, name_size + 2);
        }
        rest = ach__slice_skip(rest, name_size + 2);
    }
    return whole;
}

void ach__finding_message(const ach__finding *finding, ach_language language, ach__buffer *out) {
    (void)fill(finding, finding->message->text[language], out);
}

bool ach__finding_help(const ach__finding *finding, ach_language language, ach__buffer *out) {
    const char *template = finding->message->help[language];
    size_t before = out->size;
    if (template == NULL) {
        return false;
    }
    if (!fill(finding, template, out)) {
        out->size = before;
        return false;
    }
    return true;
}

void ach__finding_remark(const ach__finding *finding, const ach__related *related,
                         ach_language language, ach__buffer *out) {
    (void)fill(finding, related->remark->text[language], out);
}

/* A sentence as a C string in the list's arena; NULL where there is no memory. */
static const char *keep(ach_diags *diags, ach__buffer *text) {
    ach__slice copy = ach__slice_copy(
        &diags->arena, (ach__slice){(const char *)text->data, text->failed ? 0 : text->size});
    return text->failed ? NULL : copy.ptr;
}

static const char *string_or_null(ach__slice text) {
    return text.len == 0 ? NULL : text.ptr; /* places are kept with a NUL behind them */
}

ach_status ach_diags_get(ach_diags *diags, size_t index, ach_finding *out) {
    if (index >= diags->count) {
        return ACH_EARGUMENT;
    }
    const ach__finding *finding = diags->items[index];
    const ach__place *place = &finding->place;
    *out = (ach_finding){
        .code = finding->message->kind->code,
        .severity = finding->severity,
        .file = string_or_null(place->file),
        .line = place->line,
        .column = place->column,
        .has_offset = place->has_offset,
        .offset = place->offset,
        .node_id = string_or_null(place->node_id),
        .field = string_or_null(place->field),
    };
    ach__buffer text;
    ach__buffer_init(&text, &diags->arena.allocator, 65536);
    ach__finding_message(finding, diags->language, &text);
    out->message = keep(diags, &text);
    ach__buffer_clear(&text);
    bool helped = ach__finding_help(finding, diags->language, &text);
    out->help = helped ? keep(diags, &text) : NULL;
    bool failed = out->message == NULL || (helped && out->help == NULL);
    ach__buffer_free(&text);
    return failed ? ACH_ENOMEM : ACH_OK;
}
