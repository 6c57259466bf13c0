/* The picture of the achievement page, which is uploaded beside the package.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "base/file.h"
#include "check/icon_picture.h"
#include "rules/package.h"

#include <errno.h>

#define WIDTH      1000u
#define HEIGHT     1625u
#define BYTES_MOST ((size_t)16 << 20)

/* The picture lies outside the package, so it is told in the sentences and is not a place. */
typedef struct header_image {
    ach__slice path;
    ach__slice bytes;
    ach_diags *diags;
} header_image;

static ach__finding *raise_message(const header_image *image, ach__package_message message) {
    ach__finding *finding = ach__diags_add(image->diags, &ach__package_messages[message], NULL);
    ach__finding_text(finding, "path", image->path);
    return finding;
}

static void check_size(const header_image *image, uint32_t width, uint32_t height) {
    if (width == WIDTH && height == HEIGHT) {
        return;
    }
    bool is_swapped = width == HEIGHT && height == WIDTH;
    ach__finding *finding =
        raise_message(image, is_swapped ? ACH__HEADER_IMAGE_SIZE_SWAPPED : ACH__HEADER_IMAGE_SIZE);
    ach__finding_number(finding, "width", width);
    ach__finding_number(finding, "height", height);
}

static ach_status check_png(const header_image *image, uint64_t max_pixels) {
    ach__png_checker *checker = NULL;
    ach__png_facts facts;
    uint64_t needed = (uint64_t)WIDTH * HEIGHT;
    ach_status status =
        ach__png_checker_new(&checker, NULL, max_pixels > needed ? max_pixels : needed);
    if (status == ACH_OK) {
        status = ach__png_check(checker, image->bytes, &facts);
    }
    if (status == ACH_OK && facts.verdict == ACH__PNG_DAMAGED) {
        ach__picture_give_fault(raise_message(image, ACH__HEADER_IMAGE_DAMAGED), &facts);
    } else if (status == ACH_OK) {
        check_size(image, facts.width, facts.height);
    }
    ach__png_checker_free(checker);
    return status;
}

static void check_jpeg(const header_image *image) {
    uint32_t width;
    uint32_t height;
    if (ach__jpeg_size(image->bytes, &width, &height)) {
        check_size(image, width, height);
    } else {
        (void)raise_message(image, ACH__HEADER_IMAGE_DAMAGED_JPEG);
    }
}

static ach_status check_content(const header_image *image, uint64_t max_pixels) {
    ach__file_kind kind = ach__file_kind_of(image->bytes);
    switch (kind) {
    case ACH__KIND_PNG:
        return check_png(image, max_pixels);
    case ACH__KIND_JPEG:
        check_jpeg(image);
        return ACH_OK;
    case ACH__KIND_EMPTY:
        (void)raise_message(image, ACH__HEADER_IMAGE_FORMAT_EMPTY);
        return ACH_OK;
    default:
        ach__picture_give_kind(raise_message(image, ACH__HEADER_IMAGE_FORMAT), kind);
        return ACH_OK;
    }
}

void ach__check_header_image(const ach__check_options *options, ach_diags *diags) {
    ach__buffer content;
    ach__buffer_init(&content, NULL, BYTES_MOST);
    header_image image = {.path = ach__slice_of(options->header_image), .diags = diags};
    ach_status status = ach__file_read_path(options->header_image, &content);
    int error = errno;
    if (status == ACH_OK) {
        image.bytes = (ach__slice){(const char *)content.data, content.size};
        status = check_content(&image, options->max_pixels);
    } else if (status == ACH_ELIMIT) {
        ach__finding_number(raise_message(&image, ACH__HEADER_IMAGE_TOO_MANY_BYTES), "limit",
                            BYTES_MOST);
        status = ACH_OK;
    } else if (status == ACH_EIO) {
        ach__picture_give_error(raise_message(&image, ACH__HEADER_IMAGE_UNREADABLE), error);
        status = ACH_OK;
    }
    if (status != ACH_OK) { /* no memory: say that it was not judged */
        ach__picture_give_error(raise_message(&image, ACH__HEADER_IMAGE_UNREADABLE), ENOMEM);
    }
    ach__buffer_free(&content);
}
