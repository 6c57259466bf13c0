/* The achievement tree of a behaviour pack, and what one node of it says.
 * SPDX-License-Identifier: MIT
 *
 *     tree FOLDER          the pages with all nodes and their goals
 *     tree FOLDER NODE_ID  the node's children, and what its file configures
 *
 * FOLDER is a behaviour pack or its customAchievements folder. What is wrong with the files goes to
 * standard error. */
#include <achpack/achpack.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Texts may hold anything; a node has one line. */
static void print_text(ach_bytes text) {
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        (void)putchar((byte >= 0 && byte < ' ') || byte == 0x7F ? '?' : byte);
    }
}

static void print_node(const ach_custom_node *node) {
    (void)printf("%*s", (int)((node->depth - 1) % 100 * 2), "");
    print_text(node->node_id);
    (void)printf("  ");
    print_text(node->title);
    if (node->goal == ACH_GOAL_KILL) {
        (void)printf("  kill ");
        print_text(node->goal_entity);
    } else if (node->goal == ACH_GOAL_GET) {
        (void)printf("  hold ");
        print_text(node->goal_item);
    }
    (void)printf(" x %u%s%s\n", (unsigned)node->goal_number, node->is_cloud ? " cloud" : "",
                 node->is_hidden ? " hidden" : "");
}

/* Each node is put aside at most once, so `waiting` has room for as many as there are. */
static void print_page(const ach_tree *tree, size_t root, size_t *waiting) {
    size_t left = 0;
    waiting[left++] = root;
    while (left > 0) {
        ach_custom_node node;
        size_t index = waiting[--left];
        if (ach_tree_node(tree, index, &node) == ACH_OK) {
            print_node(&node);
        }
        size_t count;
        const size_t *children = ach_tree_children(tree, index, &count);
        while (count > 0) {
            waiting[left++] = children[--count];
        }
    }
}

static int print_tree(const ach_tree *tree) {
    size_t count;
    const size_t *roots = ach_tree_roots(tree, &count);
    size_t *waiting = malloc((ach_tree_count(tree) + 1) * sizeof *waiting);
    if (waiting == NULL) {
        return 3;
    }
    for (size_t page = 0; page < count; page++) {
        print_page(tree, roots[page], waiting);
    }
    free(waiting);
    return 0;
}

static int print_details(const ach_tree *tree, const char *node_id) {
    ach_custom_node node;
    if (ach_tree_find(tree, node_id, strlen(node_id), &node) != ACH_OK) {
        (void)fprintf(stderr, "no such node\n");
        return 1;
    }

    size_t count;
    const size_t *children = ach_tree_children(tree, node.index, &count);
    for (size_t i = 0; i < count; i++) {
        ach_custom_node child;
        if (ach_tree_node(tree, children[i], &child) == ACH_OK) {
            print_text(child.node_id);
            (void)putchar('\n');
        }
    }

    ach_bytes details = ach_tree_json(tree, node.index);
    (void)printf("%s\n", details.data);

    ach_bytes tip = ach_tree_configured(tree, node.index, ACH_KEY_FINISH_TIP);
    (void)printf("%s: %s\n", ach_key_name(ACH_KEY_FINISH_TIP),
                 tip.data != NULL  ? "configured"
                 : node.finish_tip ? "default, on"
                                   : "default, off");
    return 0;
}

static void print_findings(ach_diags *why) {
    for (size_t i = 0; i < ach_diags_count(why); i++) {
        ach_finding finding;
        if (ach_diags_get(why, i, &finding) == ACH_OK) {
            (void)fprintf(stderr, "%s:%u: %s [%s]\n", finding.file == NULL ? "" : finding.file,
                          (unsigned)finding.line, finding.message, finding.code);
        }
    }
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        (void)fprintf(stderr, "usage: tree FOLDER [NODE_ID]\n");
        return 2;
    }
    const char *folder = argv[1];
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    if (why == NULL) {
        return 3;
    }

    ach_tree *tree = NULL;
    ach_status status = ach_tree_open(&tree, &folder, 1, NULL, why);

    print_findings(why);
    ach_diags_free(why);
    if (status != ACH_OK) {
        (void)fprintf(stderr, "%s: %s\n", folder, ach_status_text(status));
        return 3;
    }
    int result = argc == 3 ? print_details(tree, argv[2]) : print_tree(tree);
    ach_tree_free(tree);
    return result;
}
