/* The sentences about the structure of a zip.
 * SPDX-License-Identifier: MIT */
#include "rules/archive.h"

#include "rules/archive_kinds.h"

#define PACK_AGAIN_EN "pack the folder again as zip, with an archiver or with achpack build"
#define PACK_AGAIN_ZH "请用压缩软件重新打包成 zip，或用 achpack build 打包"
#define FETCH_AGAIN_EN                                                                             \
    "copy or download the file again; if that does not help, pack the folder again"
#define FETCH_AGAIN_ZH "请重新复制或下载这个文件；如果仍然如此，请重新打包"
#define RENAME_EN      "give the file a name of English letters, digits and \"_\", then pack again"
#define RENAME_ZH      "请用英文字母、数字和“_”给文件改名，然后重新打包"
#define ONE_OF_TWO_EN  "rename or remove one of the two, then pack again"
#define ONE_OF_TWO_ZH  "请把其中一个改名或删除，然后重新打包"

const ach__message ach__archive_messages[ACH__ARCHIVE_MESSAGES] = {
    [ACH__ZIP_EMPTY] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                        {"the file is empty (0 bytes); it must be a zip",
                         "文件是空的（0 字节），应为 zip 文件"},
                        {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                        0},
    [ACH__ZIP_OTHER_KIND] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"this is not a zip: its format is {kind}", "这不是 zip，实际格式是 {kind}"},
         {"pack again and choose zip as the format; renaming does not convert it",
          "请重新打包，格式选择 zip；只改扩展名不会转换格式"},
         0},
    [ACH__ZIP_TABLE] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                        {"this is a table alone, not a package", "这只是表格，不是成就包"},
                        {"name the folder that holds NodeSetting.csv and textures; where it is "
                         "called .zip, pack that folder with achpack build",
                         "请指定包含 NodeSetting.csv 和 textures 的文件夹；如果它的扩展名是 .zip，"
                         "请用 achpack build 打包那个文件夹"},
                        0},
    [ACH__ZIP_UNKNOWN_KIND] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                               {"this is not a zip: neither the start nor the end of one was found",
                                "这不是 zip：找不到 zip 的开头和结尾"},
                               {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                               0},
    [ACH__ZIP_TRUNCATED] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                            {"the end of the zip is missing: the file stops after {bytes} bytes, "
                             "before the list of its entries is complete",
                             "zip 的结尾缺失：文件只有 {bytes} 字节就中断了，条目列表不完整"},
                            {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                            0},
    [ACH__ZIP_PARTS] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"this is one part of a zip that was split into several files; it must be a single file",
          "这是分卷压缩的其中一卷，应为单个 zip 文件"},
         {"pack again without splitting into volumes", "请重新打包，不要使用“分卷压缩”"},
         0},
    [ACH__ZIP_LIST] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"the list of entries is damaged at offset {offset}: entry {number} of {count} should "
          "begin there",
          "条目列表在偏移 {offset} 处损坏：此处应为第 {number} 个条目（共 {count} 个）"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_COUNT] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                        {"the end of the zip announces a list of entries (number: {count}) at "
                         "offset {offset}, but it is not there",
                         "zip 结尾记录偏移 {offset} 处有条目列表（共 {count} 个条目），但那里没有"},
                        {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                        0},
    [ACH__ZIP_NO_HEADER] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"the entry should begin at offset {offset} of the zip, but no entry begins there",
          "这个条目应从 zip 的偏移 {offset} 处开始，但那里没有条目"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_EXTRA] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"the extra fields of the entry, at offset {offset} of the zip, run past their end",
          "这个条目的附加信息（zip 的偏移 {offset} 处）长度有误"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_PAST_END] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"the entry's data should be {bytes} bytes from offset {offset} of the zip, which runs "
          "past the end of all entries",
          "这个条目的数据应为 zip 偏移 {offset} 起的 {bytes} 字节，超出了数据区的末尾"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_STORED_SIZES] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"the entry is stored without compression, but its two recorded sizes differ: {packed} "
          "and {bytes} bytes",
          "这个条目是不压缩存储的，但记录的两个大小不一致：{packed} 和 {bytes} 字节"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_STREAM] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                         {"the entry's data, from offset {offset} of the zip, cannot be unpacked",
                          "这个条目的数据（从 zip 的偏移 {offset} 处起）无法解压"},
                         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                         0},
    [ACH__ZIP_STREAM_MORE] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                              {"the entry unpacks to more than its recorded size (bytes: {bytes})",
                               "这个条目解压后超过了记录的 {bytes} 字节"},
                              {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                              0},
    [ACH__ZIP_STREAM_LESS] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"the entry unpacks to less than its recorded size (bytes: {found} instead of {bytes})",
          "这个条目解压后只有 {found} 字节，少于记录的 {bytes} 字节"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_STREAM_TAIL] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
         {"extra data after the end of the entry's own data, at offset {offset} of the zip (bytes: "
          "{found})",
          "这个条目的数据结束之后，从 zip 的偏移 {offset} 处起还多出 {found} 字节"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_CHECKSUM] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DAMAGED],
                           {"the entry's content does not match its recorded checksum (CRC-32)",
                            "这个条目的内容与记录的校验值（CRC-32）不符"},
                           {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                           0},
    [ACH__ZIP_NAME_EMPTY] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
                             {"an entry has no name; every entry must have one",
                              "有一个条目没有名称，每个条目都必须有名称"},
                             {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                             0},
    [ACH__ZIP_NAME_ABSOLUTE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
         {"the entry's name begins with \"/\"; it must be a path inside the package",
          "条目名称以“/”开头，应为包内的相对路径"},
         {"pack from inside the folder, without the full path",
          "请在文件夹内打包，不要使用完整路径"},
         0},
    [ACH__ZIP_NAME_DRIVE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
         {"the entry's name begins with a drive letter; it must be a path inside the package",
          "条目名称以盘符开头，应为包内的相对路径"},
         {"pack without the full path (in WinRAR, do not choose \"store full paths including the "
          "drive letter\")",
          "请不要保存完整路径（WinRAR 中不要选“保存包含盘符的完整路径”）"},
         0},
    [ACH__ZIP_NAME_BACKSLASH] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
         {"the entry's name contains a backslash; inside a zip, folders must be separated by \"/\"",
          "条目名称含有反斜杠“\\”，zip 内的文件夹之间应使用“/”"},
         {"pack with another program, such as 7-Zip or achpack build: the one that made this zip "
          "writes names that only Windows understands",
          "请换一个程序打包，例如 7-Zip 或 achpack build：生成这个 zip 的程序写入的名称只有 "
          "Windows 能识别"},
         0},
    [ACH__ZIP_NAME_CONTROL] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
                               {"the entry's name contains the invisible character {character}",
                                "条目名称含有看不见的字符 {character}"},
                               {RENAME_EN, RENAME_ZH},
                               0},
    [ACH__ZIP_NAME_PARENT] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
                              {"the entry's name climbs out of a folder with \"..\"; it must be a "
                               "path inside the package",
                               "条目名称用“..”跳出了文件夹，应为包内的相对路径"},
                              {"remove the entry from the zip, or pack the folder again",
                               "请从 zip 中删除这个条目，或重新打包"},
                              0},
    [ACH__ZIP_NAME_SEGMENT] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
                               {"the entry's name has a folder that is empty or called \".\"; "
                                "names must be separated by a single \"/\"",
                                "条目名称中有一段为空或为“.”，各段之间应只有一个“/”"},
                               {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                               0},
    [ACH__ZIP_NAME_NOT_TEXT] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
                                {"the entry's name is not text, neither in UTF-8 nor in GBK",
                                 "条目名称不是文字：既不是 UTF-8，也不是 GBK"},
                                {RENAME_EN, RENAME_ZH},
                                0},
    [ACH__ZIP_NAME_NOT_UTF8] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_UNSAFE_NAME],
                                {"the entry's name is marked as UTF-8, but its bytes are not UTF-8",
                                 "条目名称标记为 UTF-8，实际字节却不是 UTF-8"},
                                {RENAME_EN, RENAME_ZH},
                                0},
    [ACH__ZIP_NAME_TWICE] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DUPLICATE_NAME],
                             {"this name is in the zip twice", "zip 中有两个同名的条目"},
                             {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                             0},
    [ACH__ZIP_NAME_CASE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DUPLICATE_NAME],
         {"this name and \"{other}\" differ only in upper and lower case: on Windows and macOS "
          "they are one file",
          "这个名称与“{other}”只有大小写不同，在 Windows 和 macOS 上是同一个文件"},
         {ONE_OF_TWO_EN, ONE_OF_TWO_ZH},
         0},
    [ACH__ZIP_NAME_UNICODE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_DUPLICATE_NAME],
         {"this name and \"{other}\" differ only in the case or the storage of an accented letter: "
          "on macOS they are one file",
          "这个名称与“{other}”只是带音标的字母大小写或存储方式不同，在 macOS 上是同一个文件"},
         {ONE_OF_TWO_EN, ONE_OF_TWO_ZH},
         0},
    [ACH__ZIP_FILE_AND_FOLDER] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_DUPLICATE_NAME],
                                  {"this name is both a file and a folder in the zip",
                                   "zip 中这个名称既是文件又是文件夹"},
                                  {ONE_OF_TWO_EN, ONE_OF_TWO_ZH},
                                  0},
    [ACH__ZIP_ENCRYPTED] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_ENCRYPTED],
                            {"the entry is encrypted: it needs a password",
                             "这个条目已加密，需要密码"},
                            {"pack again without a password", "请重新打包，不要设置密码"},
                            0},
    [ACH__ZIP_METHOD] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_METHOD],
         {"the entry is compressed with {method} (method {number}); it must be stored or "
          "compressed with Deflate",
          "这个条目用 {method}（方法 {number}）压缩，应为“存储”或 Deflate"},
         {"pack again and choose the method Deflate in the archiver, or use achpack build",
          "请重新打包，在压缩软件里把压缩方法选为 Deflate，或用 achpack build 打包"},
         0},
    [ACH__ZIP_METHOD_UNKNOWN] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_METHOD],
         {"the entry is compressed with the unknown method {number}; it must be stored or "
          "compressed with Deflate",
          "这个条目的压缩方法（编号 {number}）未知，应为“存储”或 Deflate"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_LINK] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_SPECIAL_FILE],
                       {"the entry is a symbolic link; it must be a plain file",
                        "这个条目是符号链接，应为普通文件"},
                       {"put the file itself in place of the link, or pack without the option that "
                        "keeps links (zip --symlinks)",
                        "请用实际文件代替链接，或打包时不要使用保留链接的选项（zip --symlinks）"},
                       0},
    [ACH__ZIP_DEVICE] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_SPECIAL_FILE],
                         {"the entry is a device, a pipe or a socket; it must be a plain file",
                          "这个条目是设备、管道或套接字，应为普通文件"},
                         {"remove the entry, then pack again", "请删除这个条目，然后重新打包"},
                         0},
    [ACH__ZIP_LIMIT_ARCHIVE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_LIMIT],
         {"the zip has {bytes} bytes, more than the {limit} that are read; a package may have at "
          "most 3145728 (3 MiB)",
          "zip 有 {bytes} 字节，超过了读取的上限 {limit} 字节；成就包最多 3145728 字节（3 MiB）"},
         {"leave out everything except the table and its icons, or raise the limit with "
          "--max-total-bytes",
          "请去掉表格和图标以外的文件，或用 --max-total-bytes 调高上限"},
         0},
    [ACH__ZIP_LIMIT_ENTRIES] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_LIMIT],
                                {"the zip has {count} entries, more than the limit of {limit}",
                                 "zip 中有 {count} 个条目，超过了 {limit} 个的上限"},
                                {"leave out everything except the table and its icons, or raise "
                                 "the limit with --max-entries",
                                 "请去掉表格和图标以外的文件，或用 --max-entries 调高上限"},
                                0},
    [ACH__ZIP_LIMIT_ENTRY] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_LIMIT],
         {"the entry unpacks to {bytes} bytes, more than the limit of {limit}",
          "这个条目解压后有 {bytes} 字节，超过了 {limit} 字节的上限"},
         {"remove the entry from the zip, or raise the limit with --max-entry-bytes",
          "请从 zip 中删除这个条目，或用 --max-entry-bytes 调高上限"},
         0},
    [ACH__ZIP_LIMIT_TOTAL] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_LIMIT],
         {"all entries together unpack to more than the limit of {limit} bytes",
          "所有条目解压后的总大小超过了 {limit} 字节的上限"},
         {"leave out everything except the table and its icons, or raise the limit with "
          "--max-total-bytes",
          "请去掉表格和图标以外的文件，或用 --max-total-bytes 调高上限"},
         0},
    [ACH__ZIP_LIMIT_RATIO] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_LIMIT],
         {"the entry unpacks from {packed} to {bytes} bytes, more than the limit of {limit} times "
          "as much",
          "这个条目由 {packed} 字节解压成 {bytes} 字节，超过了 {limit} 倍的上限"},
         {"remove the entry from the zip, or raise the limit with --max-ratio",
          "请从 zip 中删除这个条目，或用 --max-ratio 调高上限"},
         0},
    [ACH__ZIP_LIMIT_ZIP64] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_LIMIT],
         {"the zip uses the 64-bit form (zip64), which not every program can read",
          "zip 使用了 64 位格式（zip64），并非所有程序都能读取"},
         {"pack from files, not from a pipe (zip -r pack.zip folder), so that the archiver knows "
          "the sizes beforehand",
          "请直接打包文件，不要通过管道（用 zip -r pack.zip 文件夹），这样压缩软件才能事先知道大"
          "小"},
         0},
    [ACH__ZIP_BEFORE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"extra data before the first entry (bytes: {bytes}); a zip must begin with its first "
          "entry",
          "第一个条目之前有 {bytes} 字节的数据，zip 应以第一个条目开头"},
         {"pack as a plain zip, not as a self-extracting program, and do not join it to another "
          "file",
          "请打包成普通 zip，不要制作自解压程序，也不要与其他文件合并"},
         0},
    [ACH__ZIP_AFTER] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
                        {"extra data after the end of the zip, at offset {offset} (bytes: {bytes})",
                         "zip 在偏移 {offset} 处结束，后面还有 {bytes} 字节多余的数据"},
                        {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                        0},
    [ACH__ZIP_PADDING] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"extra zero bytes after the end of the zip, at offset {offset} (bytes: {bytes})",
          "zip 在偏移 {offset} 处结束，后面还有 {bytes} 个多余的零字节"},
         {"let the archiver write into a file, not into a pipe: some fill up the end of a pipe "
          "with zeros",
          "请让压缩软件直接写入文件，不要通过管道：有的程序会在管道末尾补零"},
         0},
    [ACH__ZIP_LIST_MORE] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the list of entries goes on at offset {offset}, past the number of entries that the end "
          "of the zip gives ({count})",
          "zip 结尾记录有 {count} 个条目，但条目列表在偏移 {offset} 处还有更多条目"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_GAP] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"data that belongs to no entry, at offset {offset} of the zip (bytes: {bytes})",
          "zip 偏移 {offset} 处起的 {bytes} 字节不属于任何条目"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_UNLISTED] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the entry \"{name}\" at offset {offset} of the zip is missing from the list of entries",
          "zip 偏移 {offset} 处有条目“{name}”，但条目列表中没有它"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_OVERLAP] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the entry begins at offset {offset} of the zip, inside \"{other}\"; each entry must "
          "have data of its own",
          "这个条目从 zip 的偏移 {offset} 处开始，与“{other}”重叠，每个条目应有各自的数据"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_COMMENT] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the comment at offset {offset} of the zip contains parts of another zip",
          "zip 偏移 {offset} 处的注释里含有另一个 zip 的内容"},
         {"pack again without a comment", "请重新打包，不要添加注释"},
         0},
    [ACH__ZIP_OTHER_NAME] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the entry has this name in the list of entries, but \"{other}\" where its data begins",
          "这个条目在条目列表中是这个名称，在数据处却是“{other}”"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_UNICODE_NAME] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the entry has a second name, \"{other}\", in its extra fields; different programs would "
          "use different names",
          "这个条目的附加信息里还有另一个名称“{other}”，不同的程序会采用不同的名称"},
         {RENAME_EN, RENAME_ZH},
         0},
    [ACH__ZIP_OTHER_METHOD] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the list of entries and the entry itself, at offset {offset} of the zip, disagree on "
          "its compression",
          "条目列表与这个条目自身（zip 偏移 {offset} 处）记录的压缩方法不一致"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_OTHER_SIZES] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the list of entries and the entry itself, at offset {offset} of the zip, disagree on "
          "its size or checksum",
          "条目列表与这个条目自身（zip 偏移 {offset} 处）记录的大小或校验值不一致"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_OTHER_TRAILER] =
        {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
         {"the list of entries and the record after the entry's data, at offset {offset} of the "
          "zip, disagree on its size or checksum",
          "条目列表与数据之后的记录（zip 偏移 {offset} 处）在大小或校验值上不一致"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_FOLDER_CONTENT] = {&ach__archive_kinds[ACH__KIND_ARCHIVE_HIDDEN_DATA],
                                 {"the entry is a folder, but it has content (bytes: {bytes})",
                                  "这个条目是文件夹，却带有 {bytes} 字节的内容"},
                                 {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                                 0},
};

const ach__remark ach__archive_first_here = {{"the other entry is here", "另一个条目在这里"}};

const ach__family ach__archive_family = {
    "archive", {"The zip archive", "zip 压缩包"}, ach__archive_messages, ACH__ARCHIVE_MESSAGES};
