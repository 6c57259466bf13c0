/* Small packages for tests: a stored zip of one table that says its name and version everywhere.
 * SPDX-License-Identifier: MIT */
#ifndef ACH_TEST_PACKAGE_MAKER_H
#define ACH_TEST_PACKAGE_MAKER_H

#include <achpack/package.h>

#include <libdeflate.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { PACKAGE_ROOM = 16384, PACKAGE_NODES_MOST = 100 };

typedef struct made_package {
    unsigned char bytes[PACKAGE_ROOM];
    size_t size;
} made_package;

static inline void made_put(made_package *made, unsigned bytes, uint32_t value) {
    for (unsigned i = 0; i < bytes; i++) {
        made->bytes[made->size++] = (unsigned char)(value >> 8 * i);
    }
}

/* What the two headers of an entry share. */
static inline void made_entry(made_package *made, uint32_t checksum, uint32_t size) {
    made_put(made, 2, 10);         /* version needed */
    made_put(made, 4, 0);          /* flags, stored */
    made_put(made, 4, 0x00210000); /* 1980-01-01 */
    made_put(made, 4, checksum);
    made_put(made, 4, size);
    made_put(made, 4, size);
    made_put(made, 4, 15); /* length of the name, no extra field */
}

static inline void made_text(made_package *made, const char *text, size_t size) {
    memcpy(made->bytes + made->size, text, size);
    made->size += size;
}

/* The package `name` in `version`: its first node is called after it, `nodes` more are called n0,
 * n1, ... and have the version as their target. */
static inline void package_make(made_package *made, const char *name, unsigned version,
                                unsigned nodes) {
    char table[PACKAGE_ROOM / 2];
    size_t size = (size_t)snprintf(table, sizeof table,
                                   "NodeId,PrePic,FinPic,Title,Description,Total,Rank\r\n"
                                   "%s,textures/a.png,textures/b.png,t,d,%u,0\r\n",
                                   name, version);
    for (unsigned i = 0; i < nodes; i++) {
        size +=
            (size_t)snprintf(table + size, sizeof table - size,
                             "n%u,textures/a.png,textures/b.png,t,d,%u,%u\r\n", i, version, i + 1);
    }
    uint32_t checksum = libdeflate_crc32(0, table, size);
    made->size = 0;
    made_put(made, 4, 0x04034b50);
    made_entry(made, checksum, (uint32_t)size);
    made_text(made, "NodeSetting.csv", 15);
    made_text(made, table, size);
    uint32_t start = (uint32_t)made->size;
    made_put(made, 4, 0x02014b50);
    made_put(made, 2, 10); /* version made by */
    made_entry(made, checksum, (uint32_t)size);
    made_put(made, 4, 0); /* comment, disk */
    made_put(made, 4, 0); /* attributes */
    made_put(made, 2, 0);
    made_put(made, 4, 0); /* offset */
    made_text(made, "NodeSetting.csv", 15);
    uint32_t end = (uint32_t)made->size;
    made_put(made, 4, 0x06054b50);
    made_put(made, 4, 0);
    made_put(made, 4, 0x00010001);
    made_put(made, 4, end - start);
    made_put(made, 4, start);
    made_put(made, 2, 0);
}

/* The version of a package of that name and number of nodes, 0 where anything of it is amiss. */
static inline unsigned package_version(const ach_package *package, const char *name,
                                       unsigned nodes) {
    ach_node node;
    if (ach_package_count(package) != nodes + 1 ||
        ach_package_find(package, name, strlen(name), &node) != ACH_OK || node.index != 0) {
        return 0;
    }
    unsigned version = node.total;
    for (unsigned i = 0; i < nodes; i++) {
        char id[16];
        int size = snprintf(id, sizeof id, "n%u", i);
        if (ach_package_find(package, id, (size_t)size, &node) != ACH_OK || node.index != i + 1 ||
            node.total != version) {
            return 0;
        }
    }
    return version;
}

#endif
