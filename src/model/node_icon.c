/* The paths of pictures in a node file: textures/... in the resource pack, without extension.
 * SPDX-License-Identifier: MIT */
#include "model/node_parts.h"

enum { PATH_MOST = 256 };

static bool is_separator(char byte) {
    return byte == '/' || byte == '\\';
}

/* Cuts the next part off the path; false behind the last one. A path that ends with a separator has
 * an empty last part. */
static bool next_part(ach__slice path, size_t *at, ach__slice *part) {
    if (*at > path.len) {
        return false;
    }
    size_t start = *at;
    size_t end = start;
    while (end < path.len && !is_separator(path.ptr[end])) {
        end++;
    }
    *part = (ach__slice){path.ptr + start, end - start};
    *at = end + 1;
    return true;
}

static bool is_dot(ach__slice part) {
    return ach__slice_equal(part, ACH__SLICE("."));
}

static bool is_parent(ach__slice part) {
    return ach__slice_equal(part, ACH__SLICE(".."));
}

static bool is_url(ach__slice path) {
    const char *colon = memchr(path.ptr, ':', path.len);
    return colon != NULL &&
           ach__slice_starts(ach__slice_skip(path, (size_t)(colon - path.ptr)), ACH__SLICE("://"));
}

static bool is_absolute(ach__slice path) {
    return is_separator(path.ptr[0]) || (path.len > 1 && path.ptr[1] == ':');
}

static bool has_part(ach__slice path, bool (*is_it)(ach__slice part)) {
    ach__slice part;
    for (size_t at = 0; next_part(path, &at, &part);) {
        if (is_it(part)) {
            return true;
        }
    }
    return false;
}

static bool is_hollow(ach__slice part) {
    return part.len == 0 || is_dot(part);
}

/* The length of the extension with its point, 0 where there is none that pictures have. */
static size_t extension_length(ach__slice path) {
    static const char *const endings[] = {".png", ".jpg",  ".jpeg", ".tga",
                                          ".gif", ".webp", ".bmp",  ".svg"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (ach__slice_ends_ignoring_case(path, ach__slice_of(endings[i]))) {
            return strlen(endings[i]);
        }
    }
    return 0;
}

static ach__nodes_message find_fault(ach__slice path) {
    if (is_url(path)) {
        return ACH__NODE_ICON_URL;
    }
    if (is_absolute(path)) {
        return ACH__NODE_ICON_ABSOLUTE;
    }
    if (has_part(path, is_parent)) {
        return ACH__NODE_ICON_PARENT;
    }
    if (memchr(path.ptr, '\\', path.len) != NULL) {
        return ACH__NODE_ICON_BACKSLASH;
    }
    if (!ach__slice_starts(path, ACH__SLICE("textures/"))) {
        return ACH__NODE_ICON_OUTSIDE;
    }
    if (has_part(path, is_hollow)) {
        return ACH__NODE_ICON_PART;
    }
    return extension_length(path) > 0 ? ACH__NODE_ICON_EXTENSION : ACH__NODES_MESSAGES;
}

static ach__slice trimmed(ach__slice text) {
    while (text.len > 0 && text.ptr[0] == ' ') {
        text = ach__slice_skip(text, 1);
    }
    while (text.len > 0 && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    return text;
}

/* Where the parts behind the folder textures, or what was meant by it, begin; `at` stays where
 * there is no such folder. */
static bool skip_textures(ach__slice path, size_t *at) {
    ach__slice part;
    for (size_t next = 0; next_part(path, &next, &part);) {
        if (ach__slice_equal_ignoring_case(part, ACH__SLICE("textures")) ||
            ach__slice_equal_ignoring_case(part, ACH__SLICE("texture"))) {
            *at = next;
            return true;
        }
    }
    return false;
}

/* How the path was probably meant; absent where it cannot be told. */
static ach__slice mend(ach__slice path, char out[PATH_MOST]) {
    const ach__slice none = {NULL, 0};
    size_t at = 0;
    path = trimmed(path);
    if (path.len == 0 || path.len > PATH_MOST - sizeof "textures/" ||
        (!skip_textures(path, &at) && (is_url(path) || is_absolute(path)))) {
        return none;
    }
    size_t size = sizeof "textures" - 1;
    memcpy(out, "textures", size);
    for (ach__slice part; next_part(path, &at, &part);) {
        if (is_parent(part)) {
            return none;
        }
        if (!is_hollow(part)) {
            out[size++] = '/';
            memcpy(out + size, part.ptr, part.len);
            size += part.len;
        }
    }
    size -= extension_length((ach__slice){out, size});
    bool has_name = size > sizeof "textures" && out[size - 1] != '/';
    return has_name ? (ach__slice){out, size} : none;
}

bool ach__node_icon_read(ach__node_reading *reading, ach__node_key key,
                         const ach__json_value *value) {
    const char *name = ach__node_keys[key].name;
    ach__nodes_message fault = find_fault(value->text);
    if (fault == ACH__NODES_MESSAGES) {
        return true;
    }
    if (fault == ACH__NODE_ICON_BACKSLASH &&
        ach__node_was_told(reading, value, ACH__JSON_FAULT_ESCAPE)) {
        return false; /* a single backslash is no JSON either */
    }
    ach__finding *finding = ach__node_raise(reading, fault, value->place, ach__slice_of(name));
    char room[PATH_MOST];
    ach__slice mended = mend(value->text, room);
    ach__node_say_key(finding, name);
    ach__finding_text(finding, "path", value->text);
    ach__finding_text(finding, "example",
                      mended.ptr != NULL ? mended : ACH__SLICE("textures/ui/NAME"));
    return false;
}
