/* The rules about the structure of a zip, with their sentences.
 * SPDX-License-Identifier: MIT */
#include "rules/archive.h"

#define IMPLIED_SOURCE                                                                                       \
    {                                                                                                        \
        "implied by the Cloud Achievement Document, manual packaging: the package is one zip, "              \
        "which the platform has to unpack",                                                                  \
            "由《云端成就文档》手动打包一节推知：成就包是一个 zip，由平台解压" \
    }

static const ach__kind damaged = {
    "zip-damaged",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the zip cannot be read, or only in part", "zip 无法读取，或其中一部分无法读取"},
    {"The package must be a zip, whole and undamaged. A file of another format renamed to .zip, an "
     "interrupted download or upload and a disk error all end here. Every entry (a file or folder "
     "in the zip) is unpacked in memory and compared with its recorded size and checksum, so a zip "
     "without this finding is sound.",
     "成就包必须是完整、没有损坏的 zip。把别的格式改名为 .zip、下载或上传中断、磁盘出错，都会在这里"
     "报告。每个条目（zip 里的文件或文件夹）都会在内存中解压，并与记录的大小和校验值比对，所以没有"
     "这条报告的 zip 就是完好的。"},
    {"Achievement system function configuration document; Cloud Achievement Document: manual "
     "packaging",
     "《成就系统功能配置文档》；《云端成就文档》手动打包一节"},
    {"a RAR file renamed to achievements.zip", "把 RAR 文件改名为 achievements.zip"},
    {"the folder packed as zip by an archiver or by achpack build",
     "用压缩软件选择 zip 格式打包，或用 achpack build 打包"}};

static const ach__kind unsafe_name = {
    "zip-unsafe-name",
    ACH_ERROR,
    ACH__IMPLIED,
    {"an entry's name cannot be used as a path inside the package",
     "zip 中有的条目名称不能用作包内路径"},
    {"Unpacking makes a file of each name. A name that begins at the root, climbs out with \"..\", "
     "or contains a backslash or a control character ends up elsewhere or nowhere, and differently "
     "on each system. Names must be relative, with \"/\" between folders.",
     "解压时会按名称建立文件。以根目录开头、用“..”跳出、含有反斜杠或控制字符的名称，会被解压到别"
     "处，甚至无法解压，而且各系统的结果不同。名称应为相对路径，文件夹之间用“/”分隔。"},
    IMPLIED_SOURCE,
    {"../textures/a.png\ntextures\\a.png\nC:/textures/a.png",
     "../textures/a.png\ntextures\\a.png\nC:/textures/a.png"},
    {"textures/a.png", "textures/a.png"}};

static const ach__kind duplicate_name = {
    "zip-duplicate-name",
    ACH_ERROR,
    ACH__IMPLIED,
    {"two entries of the zip would become the same file", "zip 中有两个条目会成为同一个文件"},
    {"A zip can hold the same name twice, and some programs take the first, others the last. On "
     "Windows, macOS and iOS, names that differ only in upper and lower case, or only in how an "
     "accented letter is stored, are one file as well.",
     "zip 里同一个名称可以出现两次，有的程序取第一个，有的取最后一个。在 Windows、macOS 和 iOS 上，"
     "只有大小写不同，或者只是带音标的字母存储方式不同的名称，也会成为同一个文件。"},
    IMPLIED_SOURCE,
    {"textures/a.png and textures/A.png", "textures/a.png 和 textures/A.png"},
    {"textures/a.png and textures/a_done.png", "textures/a.png 和 textures/a_done.png"}};

static const ach__kind encrypted = {
    "zip-encrypted",
    ACH_ERROR,
    ACH__IMPLIED,
    {"an entry needs a password", "zip 中有的条目需要密码"},
    {"The platform unpacks the package by itself; there is nowhere to enter a password.",
     "平台自动解压成就包，没有地方输入密码。"},
    IMPLIED_SOURCE,
    {"zip --encrypt pack.zip NodeSetting.csv", "打包时填写了“密码”"},
    {"zip pack.zip NodeSetting.csv", "打包时不设密码"}};

static const ach__kind method = {
    "zip-method",
    ACH_ERROR,
    ACH__IMPLIED,
    {"an entry is packed in a way that not every program can unpack",
     "zip 中有的条目所用的压缩方法并非所有程序都能解压"},
    {"Every zip program can read entries that are stored (not compressed) or compressed with "
     "Deflate. Only some programs know the other methods (Deflate64, BZip2, LZMA, Zstandard, ...).",
     "任何 zip 程序都能读取“存储”（不压缩）和 Deflate 两种方法的条目。其他方法（Deflate64、BZip2、"
     "LZMA、Zstandard 等）只有部分程序支持。"},
    IMPLIED_SOURCE,
    {"7z a -mm=LZMA pack.zip pack", "7-Zip 的“压缩方法”选了 LZMA"},
    {"7z a -tzip -mm=Deflate pack.zip pack", "7-Zip 的“压缩方法”选 Deflate"}};

static const ach__kind special_file = {
    "zip-special-file",
    ACH_ERROR,
    ACH__IMPLIED,
    {"an entry is a link or a device instead of a file", "zip 中有的条目是链接或设备，不是文件"},
    {"A symbolic link in a zip holds a path instead of a picture, and unpacking it can lead out of "
     "the package. A package may hold only plain files and folders.",
     "zip 里的符号链接存的是一个路径，而不是图片，解压后还可能指向包外。成就包里只能有普通文件和文"
     "件夹。"},
    IMPLIED_SOURCE,
    {"zip --symlinks -r pack.zip pack", "zip --symlinks -r pack.zip pack"},
    {"zip -r pack.zip pack", "zip -r pack.zip pack"}};

static const ach__kind limit = {
    "zip-limit",
    ACH_ERROR,
    ACH__IMPLIED,
    {"the zip holds or claims more than a package can need",
     "zip 的内容超出了成就包可能需要的范围"},
    {"A few kilobytes of zip can unpack to gigabytes. So the number of entries, the size of one, "
     "the size of all and the compression ratio are limited before anything is unpacked. The "
     "limits are far above what fits into the 3 MiB of a package; the options --max-... raise "
     "them. The 64-bit form of zip (zip64) is meant for archives over 4 GB.",
     "几 KB 的 zip 可以解压出几 GB 的数据，所以在解压之前，会先限制条目数量、单个条目的大小、总大小"
     "和压缩比。这些上限远高于 3 MiB 成就包的需要，也可以用 --max-... 选项调高。64 位格式（zip64）"
     "是给 4 GB 以上的压缩包用的。"},
    IMPLIED_SOURCE,
    {"an entry of 50 MB, compressed to 48 KB", "50 MB 的文件压缩后只有 48 KB"},
    {"a table and icons of 120 x 120 pixels", "一张表格和若干 120 x 120 像素的图标"}};

static const ach__kind hidden_data = {
    "zip-hidden-data",
    ACH_ERROR,
    ACH__IMPLIED,
    {"the zip contains data that its list of entries does not account for",
     "zip 中有条目列表没有说明的数据"},
    {"A zip names each entry twice: before its data and in the list at the end. If the two "
     "disagree, if entries overlap, or if some data belongs to no entry, two programs can see two "
     "different packages: what was reviewed need not be what is used. The usual archivers never "
     "write such a zip.",
     "zip 会把每个条目记录两次：一次在数据之前，一次在末尾的列表里。如果两处不一致、条目互相重叠，"
     "或者有数据不属于任何条目，不同的程序就可能看到不同的内容：审核时看到的和实际使用的可能不是同"
     "一个包。常用的压缩软件不会生成这样的 zip。"},
    IMPLIED_SOURCE,
    {"copy /b picture.png + pack.zip both.zip", "copy /b picture.png + pack.zip both.zip"},
    {"pack.zip as the archiver wrote it", "压缩软件直接生成的 pack.zip"}};

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
    [ACH__ZIP_EMPTY] = {&damaged,
                        {"the file is empty (0 bytes); it must be a zip",
                         "文件是空的（0 字节），应为 zip 文件"},
                        {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                        0},
    [ACH__ZIP_OTHER_KIND] =
        {&damaged,
         {"this is not a zip: its format is {kind}", "这不是 zip，实际格式是 {kind}"},
         {"pack again and choose zip as the format; renaming does not convert it",
          "请重新打包，格式选择 zip；只改扩展名不会转换格式"},
         0},
    [ACH__ZIP_TABLE] = {&damaged,
                        {"this is a table alone, not a package", "这只是表格，不是成就包"},
                        {"name the folder that holds NodeSetting.csv and textures; where it is "
                         "called .zip, pack that folder with achpack build",
                         "请指定包含 NodeSetting.csv 和 textures 的文件夹；如果它的扩展名是 .zip，"
                         "请用 achpack build 打包那个文件夹"},
                        0},
    [ACH__ZIP_UNKNOWN_KIND] = {&damaged,
                               {"this is not a zip: neither the start nor the end of one was found",
                                "这不是 zip：找不到 zip 的开头和结尾"},
                               {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                               0},
    [ACH__ZIP_TRUNCATED] = {&damaged,
                            {"the end of the zip is missing: the file stops after {bytes} bytes, "
                             "before the list of its entries is complete",
                             "zip 的结尾缺失：文件只有 {bytes} 字节就中断了，条目列表不完整"},
                            {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                            0},
    [ACH__ZIP_PARTS] =
        {&damaged,
         {"this is one part of a zip that was split into several files; it must be a single file",
          "这是分卷压缩的其中一卷，应为单个 zip 文件"},
         {"pack again without splitting into volumes", "请重新打包，不要使用“分卷压缩”"},
         0},
    [ACH__ZIP_LIST] =
        {&damaged,
         {"the list of entries is damaged at offset {offset}: entry {number} of {count} should "
          "begin there",
          "条目列表在偏移 {offset} 处损坏：此处应为第 {number} 个条目（共 {count} 个）"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_COUNT] = {&damaged,
                        {"the end of the zip announces a list of entries (number: {count}) at "
                         "offset {offset}, but it is not there",
                         "zip 结尾记录偏移 {offset} 处有条目列表（共 {count} 个条目），但那里没有"},
                        {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                        0},
    [ACH__ZIP_NO_HEADER] =
        {&damaged,
         {"the entry should begin at offset {offset} of the zip, but no entry begins there",
          "这个条目应从 zip 的偏移 {offset} 处开始，但那里没有条目"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_EXTRA] =
        {&damaged,
         {"the extra fields of the entry, at offset {offset} of the zip, run past their end",
          "这个条目的附加信息（zip 的偏移 {offset} 处）长度有误"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_PAST_END] =
        {&damaged,
         {"the entry's data should be {bytes} bytes from offset {offset} of the zip, which runs "
          "past the end of all entries",
          "这个条目的数据应为 zip 偏移 {offset} 起的 {bytes} 字节，超出了数据区的末尾"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_STORED_SIZES] =
        {&damaged,
         {"the entry is stored without compression, but its two recorded sizes differ: {packed} "
          "and {bytes} bytes",
          "这个条目是不压缩存储的，但记录的两个大小不一致：{packed} 和 {bytes} 字节"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_STREAM] = {&damaged,
                         {"the entry's data, from offset {offset} of the zip, cannot be unpacked",
                          "这个条目的数据（从 zip 的偏移 {offset} 处起）无法解压"},
                         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                         0},
    [ACH__ZIP_STREAM_MORE] = {&damaged,
                              {"the entry unpacks to more than its recorded size (bytes: {bytes})",
                               "这个条目解压后超过了记录的 {bytes} 字节"},
                              {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                              0},
    [ACH__ZIP_STREAM_LESS] =
        {&damaged,
         {"the entry unpacks to less than its recorded size (bytes: {found} instead of {bytes})",
          "这个条目解压后只有 {found} 字节，少于记录的 {bytes} 字节"},
         {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
         0},
    [ACH__ZIP_STREAM_TAIL] =
        {&damaged,
         {"extra data after the end of the entry's own data, at offset {offset} of the zip (bytes: "
          "{found})",
          "这个条目的数据结束之后，从 zip 的偏移 {offset} 处起还多出 {found} 字节"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_CHECKSUM] = {&damaged,
                           {"the entry's content does not match its recorded checksum (CRC-32)",
                            "这个条目的内容与记录的校验值（CRC-32）不符"},
                           {FETCH_AGAIN_EN, FETCH_AGAIN_ZH},
                           0},
    [ACH__ZIP_NAME_EMPTY] = {&unsafe_name,
                             {"an entry has no name; every entry must have one",
                              "有一个条目没有名称，每个条目都必须有名称"},
                             {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                             0},
    [ACH__ZIP_NAME_ABSOLUTE] =
        {&unsafe_name,
         {"the entry's name begins with \"/\"; it must be a path inside the package",
          "条目名称以“/”开头，应为包内的相对路径"},
         {"pack from inside the folder, without the full path",
          "请在文件夹内打包，不要使用完整路径"},
         0},
    [ACH__ZIP_NAME_DRIVE] =
        {&unsafe_name,
         {"the entry's name begins with a drive letter; it must be a path inside the package",
          "条目名称以盘符开头，应为包内的相对路径"},
         {"pack without the full path (in WinRAR, do not choose \"store full paths including the "
          "drive letter\")",
          "请不要保存完整路径（WinRAR 中不要选“保存包含盘符的完整路径”）"},
         0},
    [ACH__ZIP_NAME_BACKSLASH] =
        {&unsafe_name,
         {"the entry's name contains a backslash; inside a zip, folders must be separated by \"/\"",
          "条目名称含有反斜杠“\\”，zip 内的文件夹之间应使用“/”"},
         {"pack with another program, such as 7-Zip or achpack build: the one that made this zip "
          "writes names that only Windows understands",
          "请换一个程序打包，例如 7-Zip 或 achpack build：生成这个 zip 的程序写入的名称只有 "
          "Windows 能识别"},
         0},
    [ACH__ZIP_NAME_CONTROL] = {&unsafe_name,
                               {"the entry's name contains the invisible character {character}",
                                "条目名称含有看不见的字符 {character}"},
                               {RENAME_EN, RENAME_ZH},
                               0},
    [ACH__ZIP_NAME_PARENT] = {&unsafe_name,
                              {"the entry's name climbs out of a folder with \"..\"; it must be a "
                               "path inside the package",
                               "条目名称用“..”跳出了文件夹，应为包内的相对路径"},
                              {"remove the entry from the zip, or pack the folder again",
                               "请从 zip 中删除这个条目，或重新打包"},
                              0},
    [ACH__ZIP_NAME_SEGMENT] = {&unsafe_name,
                               {"the entry's name has a folder that is empty or called \".\"; "
                                "names must be separated by a single \"/\"",
                                "条目名称中有一段为空或为“.”，各段之间应只有一个“/”"},
                               {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                               0},
    [ACH__ZIP_NAME_NOT_TEXT] = {&unsafe_name,
                                {"the entry's name is not text, neither in UTF-8 nor in GBK",
                                 "条目名称不是文字：既不是 UTF-8，也不是 GBK"},
                                {RENAME_EN, RENAME_ZH},
                                0},
    [ACH__ZIP_NAME_NOT_UTF8] = {&unsafe_name,
                                {"the entry's name is marked as UTF-8, but its bytes are not UTF-8",
                                 "条目名称标记为 UTF-8，实际字节却不是 UTF-8"},
                                {RENAME_EN, RENAME_ZH},
                                0},
    [ACH__ZIP_NAME_TWICE] = {&duplicate_name,
                             {"this name is in the zip twice", "zip 中有两个同名的条目"},
                             {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                             0},
    [ACH__ZIP_NAME_CASE] =
        {&duplicate_name,
         {"this name and \"{other}\" differ only in upper and lower case: on Windows and macOS "
          "they are one file",
          "这个名称与“{other}”只有大小写不同，在 Windows 和 macOS 上是同一个文件"},
         {ONE_OF_TWO_EN, ONE_OF_TWO_ZH},
         0},
    [ACH__ZIP_NAME_UNICODE] =
        {&duplicate_name,
         {"this name and \"{other}\" differ only in the case or the storage of an accented letter: "
          "on macOS they are one file",
          "这个名称与“{other}”只是带音标的字母大小写或存储方式不同，在 macOS 上是同一个文件"},
         {ONE_OF_TWO_EN, ONE_OF_TWO_ZH},
         0},
    [ACH__ZIP_FILE_AND_FOLDER] = {&duplicate_name,
                                  {"this name is both a file and a folder in the zip",
                                   "zip 中这个名称既是文件又是文件夹"},
                                  {ONE_OF_TWO_EN, ONE_OF_TWO_ZH},
                                  0},
    [ACH__ZIP_ENCRYPTED] = {&encrypted,
                            {"the entry is encrypted: it needs a password",
                             "这个条目已加密，需要密码"},
                            {"pack again without a password", "请重新打包，不要设置密码"},
                            0},
    [ACH__ZIP_METHOD] =
        {&method,
         {"the entry is compressed with {method} (method {number}); it must be stored or "
          "compressed with Deflate",
          "这个条目用 {method}（方法 {number}）压缩，应为“存储”或 Deflate"},
         {"pack again and choose the method Deflate in the archiver, or use achpack build",
          "请重新打包，在压缩软件里把压缩方法选为 Deflate，或用 achpack build 打包"},
         0},
    [ACH__ZIP_METHOD_UNKNOWN] =
        {&method,
         {"the entry is compressed with the unknown method {number}; it must be stored or "
          "compressed with Deflate",
          "这个条目的压缩方法（编号 {number}）未知，应为“存储”或 Deflate"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_LINK] = {&special_file,
                       {"the entry is a symbolic link; it must be a plain file",
                        "这个条目是符号链接，应为普通文件"},
                       {"put the file itself in place of the link, or pack without the option that "
                        "keeps links (zip --symlinks)",
                        "请用实际文件代替链接，或打包时不要使用保留链接的选项（zip --symlinks）"},
                       0},
    [ACH__ZIP_DEVICE] = {&special_file,
                         {"the entry is a device, a pipe or a socket; it must be a plain file",
                          "这个条目是设备、管道或套接字，应为普通文件"},
                         {"remove the entry, then pack again", "请删除这个条目，然后重新打包"},
                         0},
    [ACH__ZIP_LIMIT_ARCHIVE] =
        {&limit,
         {"the zip has {bytes} bytes, more than the {limit} that are read; a package may have at "
          "most 3145728 (3 MiB)",
          "zip 有 {bytes} 字节，超过了读取的上限 {limit} 字节；成就包最多 3145728 字节（3 MiB）"},
         {"leave out everything except the table and its icons, or raise the limit with "
          "--max-total-bytes",
          "请去掉表格和图标以外的文件，或用 --max-total-bytes 调高上限"},
         0},
    [ACH__ZIP_LIMIT_ENTRIES] = {&limit,
                                {"the zip has {count} entries, more than the limit of {limit}",
                                 "zip 中有 {count} 个条目，超过了 {limit} 个的上限"},
                                {"leave out everything except the table and its icons, or raise "
                                 "the limit with --max-entries",
                                 "请去掉表格和图标以外的文件，或用 --max-entries 调高上限"},
                                0},
    [ACH__ZIP_LIMIT_ENTRY] =
        {&limit,
         {"the entry unpacks to {bytes} bytes, more than the limit of {limit}",
          "这个条目解压后有 {bytes} 字节，超过了 {limit} 字节的上限"},
         {"remove the entry from the zip, or raise the limit with --max-entry-bytes",
          "请从 zip 中删除这个条目，或用 --max-entry-bytes 调高上限"},
         0},
    [ACH__ZIP_LIMIT_TOTAL] =
        {&limit,
         {"all entries together unpack to more than the limit of {limit} bytes",
          "所有条目解压后的总大小超过了 {limit} 字节的上限"},
         {"leave out everything except the table and its icons, or raise the limit with "
          "--max-total-bytes",
          "请去掉表格和图标以外的文件，或用 --max-total-bytes 调高上限"},
         0},
    [ACH__ZIP_LIMIT_RATIO] =
        {&limit,
         {"the entry unpacks from {packed} to {bytes} bytes, more than the limit of {limit} times "
          "as much",
          "这个条目由 {packed} 字节解压成 {bytes} 字节，超过了 {limit} 倍的上限"},
         {"remove the entry from the zip, or raise the limit with --max-ratio",
          "请从 zip 中删除这个条目，或用 --max-ratio 调高上限"},
         0},
    [ACH__ZIP_LIMIT_ZIP64] =
        {&limit,
         {"the zip uses the 64-bit form (zip64), which not every program can read",
          "zip 使用了 64 位格式（zip64），并非所有程序都能读取"},
         {"pack from files, not from a pipe (zip -r pack.zip folder), so that the archiver knows "
          "the sizes beforehand",
          "请直接打包文件，不要通过管道（用 zip -r pack.zip 文件夹），这样压缩软件才能事先知道大"
          "小"},
         0},
    [ACH__ZIP_BEFORE] =
        {&hidden_data,
         {"extra data before the first entry (bytes: {bytes}); a zip must begin with its first "
          "entry",
          "第一个条目之前有 {bytes} 字节的数据，zip 应以第一个条目开头"},
         {"pack as a plain zip, not as a self-extracting program, and do not join it to another "
          "file",
          "请打包成普通 zip，不要制作自解压程序，也不要与其他文件合并"},
         0},
    [ACH__ZIP_AFTER] = {&hidden_data,
                        {"extra data after the end of the zip, at offset {offset} (bytes: {bytes})",
                         "zip 在偏移 {offset} 处结束，后面还有 {bytes} 字节多余的数据"},
                        {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                        0},
    [ACH__ZIP_PADDING] =
        {&hidden_data,
         {"extra zero bytes after the end of the zip, at offset {offset} (bytes: {bytes})",
          "zip 在偏移 {offset} 处结束，后面还有 {bytes} 个多余的零字节"},
         {"let the archiver write into a file, not into a pipe: some fill up the end of a pipe "
          "with zeros",
          "请让压缩软件直接写入文件，不要通过管道：有的程序会在管道末尾补零"},
         0},
    [ACH__ZIP_LIST_MORE] =
        {&hidden_data,
         {"the list of entries goes on at offset {offset}, past the number of entries that the end "
          "of the zip gives ({count})",
          "zip 结尾记录有 {count} 个条目，但条目列表在偏移 {offset} 处还有更多条目"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_GAP] =
        {&hidden_data,
         {"data that belongs to no entry, at offset {offset} of the zip (bytes: {bytes})",
          "zip 偏移 {offset} 处起的 {bytes} 字节不属于任何条目"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_UNLISTED] =
        {&hidden_data,
         {"the entry \"{name}\" at offset {offset} of the zip is missing from the list of entries",
          "zip 偏移 {offset} 处有条目“{name}”，但条目列表中没有它"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_OVERLAP] =
        {&hidden_data,
         {"the entry begins at offset {offset} of the zip, inside \"{other}\"; each entry must "
          "have data of its own",
          "这个条目从 zip 的偏移 {offset} 处开始，与“{other}”重叠，每个条目应有各自的数据"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_COMMENT] =
        {&hidden_data,
         {"the comment at offset {offset} of the zip contains parts of another zip",
          "zip 偏移 {offset} 处的注释里含有另一个 zip 的内容"},
         {"pack again without a comment", "请重新打包，不要添加注释"},
         0},
    [ACH__ZIP_OTHER_NAME] =
        {&hidden_data,
         {"the entry has this name in the list of entries, but \"{other}\" where its data begins",
          "这个条目在条目列表中是这个名称，在数据处却是“{other}”"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_UNICODE_NAME] =
        {&hidden_data,
         {"the entry has a second name, \"{other}\", in its extra fields; different programs would "
          "use different names",
          "这个条目的附加信息里还有另一个名称“{other}”，不同的程序会采用不同的名称"},
         {RENAME_EN, RENAME_ZH},
         0},
    [ACH__ZIP_OTHER_METHOD] =
        {&hidden_data,
         {"the list of entries and the entry itself, at offset {offset} of the zip, disagree on "
          "its compression",
          "条目列表与这个条目自身（zip 偏移 {offset} 处）记录的压缩方法不一致"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_OTHER_SIZES] =
        {&hidden_data,
         {"the list of entries and the entry itself, at offset {offset} of the zip, disagree on "
          "its size or checksum",
          "条目列表与这个条目自身（zip 偏移 {offset} 处）记录的大小或校验值不一致"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_OTHER_TRAILER] =
        {&hidden_data,
         {"the list of entries and the record after the entry's data, at offset {offset} of the "
          "zip, disagree on its size or checksum",
          "条目列表与数据之后的记录（zip 偏移 {offset} 处）在大小或校验值上不一致"},
         {PACK_AGAIN_EN, PACK_AGAIN_ZH},
         0},
    [ACH__ZIP_FOLDER_CONTENT] = {&hidden_data,
                                 {"the entry is a folder, but it has content (bytes: {bytes})",
                                  "这个条目是文件夹，却带有 {bytes} 字节的内容"},
                                 {PACK_AGAIN_EN, PACK_AGAIN_ZH},
                                 0},
};

const ach__remark ach__archive_first_here = {{"the other entry is here", "另一个条目在这里"}};

const ach__family ach__archive_family = {
    "archive", {"The zip archive", "zip 压缩包"}, ach__archive_messages, ACH__ARCHIVE_MESSAGES};
