/* A program in C99 that uses both installed libraries: keeps a player's progress in a node of the
 * package that it is given. The lists of findings go from one library to the other.
 * SPDX-License-Identifier: MIT */
#include <achpack/achpack.h>

#include <stdio.h>
#include <string.h>

static ach_bytes text_of(const char *text) {
    ach_bytes bytes;
    bytes.data = text;
    bytes.size = strlen(text);
    return bytes;
}

/* What one library raised the other tells. */
static int is_refused_in_words(ach_diags *diags) {
    ach_store *store = NULL;
    ach_finding finding;
    return ach_store_open(&store, "nowhere:at all", NULL, diags) == ACH_EARGUMENT &&
           ach_diags_count(diags) == 1 && ach_diags_get(diags, 0, &finding) == ACH_OK &&
           strcmp(finding.code, "store-url") == 0 && strlen(finding.message) > 10;
}

static int keep(ach_store *store, ach_bytes node, ach_diags *diags) {
    ach_record write, read;
    ach_batch batch;
    ach_outcome outcome = ACH_CONFLICT;
    memset(&write, 0, sizeof write);
    memset(&batch, 0, sizeof batch);
    write.key.player = text_of("player");
    write.key.node = node;
    write.progress.progress = 7;
    batch.number = 1;
    batch.writes = &write;
    batch.count = 1;
    return ach_store_apply(store, &batch, &outcome, diags) == ACH_OK && outcome == ACH_APPLIED &&
           ach_store_read(store, &write.key, 1, &read, diags) == ACH_OK &&
           read.progress.progress == 7 && read.progress.version == 1;
}

int main(int argc, char **argv) {
    ach_package *package = NULL;
    ach_store *store = NULL;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach_node node;
    int good = argc == 3 && diags != NULL && is_refused_in_words(diags) &&
               ach_package_open(&package, argv[1], NULL, diags) == ACH_OK &&
               ach_package_node(package, 0, &node) == ACH_OK &&
               ach_store_open(&store, argv[2], NULL, diags) == ACH_OK &&
               keep(store, node.text[ACH_NODE_ID], diags);
    printf("%s: progress is %s\n", ach_version(), good ? "kept" : "lost");
    ach_store_close(store);
    ach_package_free(package);
    ach_diags_free(diags);
    return good ? 0 : 1;
}
