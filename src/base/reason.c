/* The system's reasons that users of files meet, in words.
 * SPDX-License-Identifier: MIT */
#include "base/reason.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

typedef struct reason {
    int number;
    const char *chinese;
} reason;

static const reason reasons[] = {
    {ENOENT, "文件或文件夹不存在"},
    {EACCES, "没有权限"},
    {EPERM, "操作不被允许"},
    {ENOSPC, "磁盘空间不足"},
    {EDQUOT, "磁盘配额已用完"},
    {EFBIG, "文件大小超过系统限制"},
    {EROFS, "磁盘是只读的"},
    {EISDIR, "这是一个文件夹"},
    {ENOTDIR, "路径中有一段不是文件夹"},
    {EINVAL, "不是普通文件"},
    {EIO, "读写磁盘出错"},
    {EMFILE, "打开的文件太多"},
    {ENAMETOOLONG, "名称太长"},
    {ELOOP, "符号链接绕成了圈"},
    {EXDEV, "链接指向了文件夹之外"},
    {ENOMEM, "内存不足"},
};

const char *ach__system_reason(int number) {
    return number == EINVAL ? "not a regular file" : strerror(number);
}

const char *ach__system_reason_zh(int number) {
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].number == number) {
            return reasons[i].chinese;
        }
    }
    return ach__system_reason(number);
}
