/* Telling what is wrong with one picture.
 * SPDX-License-Identifier: MIT */
#include "check/icon_picture.h"

#include "base/reason.h"
#include "rules/icons.h"
#include "rules/package.h"

#include <string.h>

/* What the commonest damages are called in Chinese, by a part of the words of the decoder and of
 * our own checks; the first that fits counts. */
static const char *const reasons[][2] = {
    {"CRC", "数据块的校验值（CRC）不符"},
    {"ends before IEND", "文件不完整，缺少结尾的 IEND 数据块"},
    {"ends inside", "文件在这个数据块中间就断了"},
    {"ends too early", "文件不完整"},
    {"not four letters", "数据块的名称无效"},
    {"larger than a chunk", "数据块标明的长度过大"},
    {"header of 13 bytes", "开头的 IHDR 数据块无效"},
    {"IDAT chunks must follow", "IDAT 数据块之间夹有别的数据块"},
    {"second PLTE", "调色板（PLTE）出现了两次"},
    {"second IHDR", "IHDR 数据块出现了两次"},
    {"PLTE must stand before", "调色板（PLTE）应在 IDAT 之前"},
    {"Missing PLTE", "缺少调色板（PLTE）"},
    {"no IDAT", "没有图像数据（IDAT）"},
    {"IEND must be empty", "IEND 数据块应为空"},
    {"unknown critical chunk", "有无法识别的关键数据块"},
    {"do not unpack", "图像数据无法解压"},
    {"Not enough image data", "图像数据不完整"},
    {"Too much image data", "图像数据比图片尺寸所需的多"},
    {"Extra compressed data", "压缩数据后面还有多余的内容"},
    {"not in the palette", "有像素使用了调色板里没有的颜色"},
    {"incorrect data check", "图像数据的校验值不符"},
    {"incorrect header check", "图像数据无法解压"},
    {"invalid distance", "图像数据无法解压"},
    {"invalid block type", "图像数据无法解压"},
    {"invalid stored block", "图像数据无法解压"},
    {"invalid code lengths", "图像数据无法解压"},
    {"filter value", "图像数据含有无效的滤波类型"},
    {"bit depth", "图片头（IHDR）中的位深度无效"},
    {"color type", "图片头（IHDR）中的颜色类型无效"},
    {"is zero in IHDR", "图片头（IHDR）中的宽或高为 0"},
    {"IHDR", "图片头（IHDR）无效"},
};

void ach__picture_give_kind(ach__finding *finding, ach__file_kind kind) {
    const char *const *names = ach__file_kind_name(kind);
    ach__finding_text(finding, "kind", ach__slice_of(names[ACH_ENGLISH]));
    ach__finding_text(finding, "kind_zh", ach__slice_of(names[ACH_CHINESE]));
}

void ach__picture_give_fault(ach__finding *finding, const ach__png_facts *facts) {
    const char *chinese = facts->fault_reason;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strcasestr(facts->fault_reason, reasons[i][0]) != NULL) {
            chinese = reasons[i][1];
            break;
        }
    }
    ach__finding_text(finding, "reason", ach__slice_of(facts->fault_reason));
    ach__finding_text(finding, "reason_zh", ach__slice_of(chinese));
    ach__finding_number(finding, "offset", facts->fault_offset);
    if (facts->fault_chunk[0] != '\0') {
        ach__finding_text(finding, "chunk", ach__slice_of(facts->fault_chunk));
    }
}

void ach__picture_give_error(ach__finding *finding, int error) {
    ach__finding_text(finding, "reason", ach__slice_of(ach__system_reason(error)));
    ach__finding_text(finding, "reason_zh", ach__slice_of(ach__system_reason_zh(error)));
}

/* One picture that is being reported. */
typedef struct report {
    const ach__icon *icon;
    ach__place picture; /* file = the picture */
    ach__place named;   /* in the table */
    ach_diags *diags;
} report;

static ach__finding *raise_message(const report *r, const ach__message *message,
                                   const ach__place *place) {
    ach__finding *finding = ach__diags_add(r->diags, message, place);
    ach__finding_related(finding, &ach__icon_named_here, &r->named);
    return finding;
}

static ach__finding *raise_icon(const report *r, ach__icons_message message) {
    return raise_message(r, &ach__icons_messages[message], &r->picture);
}

static ach__finding *raise_at(const report *r, ach__icons_message message, uint64_t offset) {
    ach__place place = r->picture;
    place.has_offset = true;
    place.offset = offset;
    return raise_message(r, &ach__icons_messages[message], &place);
}

static void report_size(const report *r, ach__icons_message message) {
    ach__finding *finding = raise_icon(r, message);
    ach__finding_number(finding, "width", r->icon->facts.width);
    ach__finding_number(finding, "height", r->icon->facts.height);
}

static void report_good(const report *r) {
    const ach__png_facts *facts = &r->icon->facts;
    if (facts->width != ACH__ICON_WIDTH || facts->height != ACH__ICON_HEIGHT) {
        report_size(r, ACH__ICON_SIZE);
    }
    if (facts->is_animated) {
        (void)raise_icon(r, ACH__ICON_ANIMATED);
    }
    if (facts->bit_depth == 16) {
        (void)raise_icon(r, ACH__ICON_DEPTH_16);
    }
    if (facts->is_interlaced) {
        (void)raise_icon(r, ACH__ICON_DEPTH_INTERLACED);
    }
    if (facts->trailing > 0) {
        ach__finding *finding = raise_at(r, ACH__ICON_TRAILING, facts->trailing_offset);
        ach__finding_number(finding, "bytes", facts->trailing);
        ach__finding_number(finding, "offset", facts->trailing_offset);
    }
    if (facts->profile != ACH__PNG_PROFILE_NONE) {
        (void)raise_icon(r, facts->profile == ACH__PNG_PROFILE_ICC ? ACH__ICON_PROFILE_ICC
                                                                   : ACH__ICON_PROFILE_GAMMA);
    }
    if (facts->is_blank) {
        (void)raise_icon(r, ACH__ICON_BLANK);
    }
}

static void report_foreign(const report *r, ach__file_kind kind) {
    switch (kind) {
    case ACH__KIND_EMPTY:
        (void)raise_icon(r, ACH__ICON_FORMAT_EMPTY);
        return;
    case ACH__KIND_PNG_AS_TEXT:
        (void)raise_icon(r, ACH__ICON_FORMAT_AS_TEXT);
        return;
    case ACH__KIND_ZIP:
    case ACH__KIND_HTML:
    case ACH__KIND_TEXT:
        ach__picture_give_kind(raise_icon(r, ACH__ICON_FORMAT_NOT_PICTURE), kind);
        return;
    default:
        ach__picture_give_kind(raise_icon(r, ACH__ICON_FORMAT), kind);
        return;
    }
}

static void report_damaged(const report *r) {
    const ach__png_facts *facts = &r->icon->facts;
    ach__icons_message message =
        facts->fault_chunk[0] == '\0' ? ACH__ICON_DAMAGED_NOWHERE : ACH__ICON_DAMAGED;
    ach__picture_give_fault(raise_at(r, message, facts->fault_offset), facts);
}

static void report_too_many_bytes(const report *r) {
    ach__finding *finding =
        raise_message(r, &ach__package_messages[ACH__PACKAGE_SIZE_PICTURE], &r->picture);
    ach__finding_number(finding, "bytes", r->icon->file->size);
    ach__finding_number(finding, "limit", ACH__PACKAGE_BYTES_MOST);
}

static void report_judged(const report *r, ach__file_kind kind) {
    switch (r->icon->facts.verdict) {
    case ACH__PNG_GOOD:
        report_good(r);
        return;
    case ACH__PNG_DAMAGED:
        report_damaged(r);
        return;
    case ACH__PNG_FOREIGN:
        report_foreign(r, kind);
        return;
    case ACH__PNG_TOO_LARGE:
        report_size(r, ACH__ICON_SIZE_HUGE);
        return;
    }
}

void ach__icon_report(const ach__package *package, const ach__icon *icon,
                      const ach__icon_read *read, ach_diags *diags) {
    report r = {
        .icon = icon,
        .named = ach__table_place(&package->table, &package->table.rows[icon->row], icon->column),
        .diags = diags,
    };
    r.picture =
        (ach__place){.file = icon->file->path, .node_id = r.named.node_id, .field = r.named.field};
    switch (icon->status) {
    case ACH_OK:
        report_judged(&r, read->kind);
        return;
    case ACH_EIO:
        ach__picture_give_error(raise_icon(&r, ACH__ICON_UNREADABLE), read->error);
        return;
    case ACH_ELIMIT:
        report_too_many_bytes(&r);
        return;
    default:
        return; /* a damaged entry was told by the archive's rules */
    }
}
