/* The whole public face of achpack.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_ACHPACK_H
#define ACHPACK_ACHPACK_H

#include <achpack/allocator.h>
#include <achpack/bytes.h>
#include <achpack/catalogue.h>
#include <achpack/diag.h>
#include <achpack/engine.h>
#include <achpack/package.h>
#include <achpack/status.h>
#include <achpack/store.h>
#include <achpack/tree.h>
#include <achpack/version.h>

#endif
