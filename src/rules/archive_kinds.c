/* The rules about the structure of a zip: what each reports, why, and by which document.
 * SPDX-License-Identifier: MIT */
#include "rules/archive_kinds.h"

#define IMPLIED_SOURCE                                                                                       \
    {                                                                                                        \
        "implied by the Cloud Achievement Document, manual packaging: the package is one zip, "              \
        "which the platform has to unpack",                                                                  \
            "由《云端成就文档》手动打包一节推知：成就包是一个 zip，由平台解压" \
    }

const ach__kind ach__archive_kinds[ACH__ARCHIVE_KINDS] = {
    [ACH__KIND_ARCHIVE_DAMAGED] =
        {"zip-damaged",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"the zip cannot be read, or only in part", "zip 无法读取，或其中一部分无法读取"},
         {"The package must be a zip, whole and undamaged. A file of another format renamed to "
          ".zip, an "
          "interrupted download or upload and a disk error all end here. Every entry (a file or "
          "folder "
          "in the zip) is unpacked in memory and compared with its recorded size and checksum, so "
          "a zip "
          "without this finding is sound.",
          "成就包必须是完整、没有损坏的 zip。把别的格式改名为 "
          ".zip、下载或上传中断、磁盘出错，都会在这里"
          "报告。每个条目（zip "
          "里的文件或文件夹）都会在内存中解压，并与记录的大小和校验值比对，所以没有"
          "这条报告的 zip 就是完好的。"},
         {"Achievement system function configuration document; Cloud Achievement Document: manual "
          "packaging",
          "《成就系统功能配置文档》；《云端成就文档》手动打包一节"},
         {"a RAR file renamed to achievements.zip", "把 RAR 文件改名为 achievements.zip"},
         {"the folder packed as zip by an archiver or by achpack build",
          "用压缩软件选择 zip 格式打包，或用 achpack build 打包"}},

    [ACH__KIND_ARCHIVE_UNSAFE_NAME] =
        {"zip-unsafe-name",
         ACH_ERROR,
         ACH__IMPLIED,
         {"an entry's name cannot be used as a path inside the package",
          "zip 中有的条目名称不能用作包内路径"},
         {"Unpacking makes a file of each name. A name that begins at the root, climbs out with "
          "\"..\", "
          "or contains a backslash or a control character ends up elsewhere or nowhere, and "
          "differently "
          "on each system. Names must be relative, with \"/\" between folders.",
          "解压时会按名称建立文件。以根目录开头、用“.."
          "”跳出、含有反斜杠或控制字符的名称，会被解压到别"
          "处，甚至无法解压，而且各系统的结果不同。名称应为相对路径，文件夹之间用“/”分隔。"},
         IMPLIED_SOURCE,
         {"../textures/a.png\ntextures\\a.png\nC:/textures/a.png",
          "../textures/a.png\ntextures\\a.png\nC:/textures/a.png"},
         {"textures/a.png", "textures/a.png"}},

    [ACH__KIND_ARCHIVE_DUPLICATE_NAME] =
        {"zip-duplicate-name",
         ACH_ERROR,
         ACH__IMPLIED,
         {"two entries of the zip would become the same file", "zip 中有两个条目会成为同一个文件"},
         {"A zip can hold the same name twice, and some programs take the first, others the last. "
          "On "
          "Windows, macOS and iOS, names that differ only in upper and lower case, or only in how "
          "an "
          "accented letter is stored, are one file as well.",
          "zip 里同一个名称可以出现两次，有的程序取第一个，有的取最后一个。在 Windows、macOS 和 "
          "iOS 上，"
          "只有大小写不同，或者只是带音标的字母存储方式不同的名称，也会成为同一个文件。"},
         IMPLIED_SOURCE,
         {"textures/a.png and textures/A.png", "textures/a.png 和 textures/A.png"},
         {"textures/a.png and textures/a_done.png", "textures/a.png 和 textures/a_done.png"}},

    [ACH__KIND_ARCHIVE_ENCRYPTED] =
        {"zip-encrypted",
         ACH_ERROR,
         ACH__IMPLIED,
         {"an entry needs a password", "zip 中有的条目需要密码"},
         {"The platform unpacks the package by itself; there is nowhere to enter a password.",
          "平台自动解压成就包，没有地方输入密码。"},
         IMPLIED_SOURCE,
         {"zip --encrypt pack.zip NodeSetting.csv", "打包时填写了“密码”"},
         {"zip pack.zip NodeSetting.csv", "打包时不设密码"}},

    [ACH__KIND_ARCHIVE_METHOD] =
        {"zip-method",
         ACH_ERROR,
         ACH__IMPLIED,
         {"an entry is packed in a way that not every program can unpack",
          "zip 中有的条目所用的压缩方法并非所有程序都能解压"},
         {"Every zip program can read entries that are stored (not compressed) or compressed with "
          "Deflate. Only some programs know the other methods (Deflate64, BZip2, LZMA, Zstandard, "
          "...).",
          "任何 zip 程序都能读取“存储”（不压缩）和 Deflate "
          "两种方法的条目。其他方法（Deflate64、BZip2、"
          "LZMA、Zstandard 等）只有部分程序支持。"},
         IMPLIED_SOURCE,
         {"7z a -mm=LZMA pack.zip pack", "7-Zip 的“压缩方法”选了 LZMA"},
         {"7z a -tzip -mm=Deflate pack.zip pack", "7-Zip 的“压缩方法”选 Deflate"}},

    [ACH__KIND_ARCHIVE_SPECIAL_FILE] =
        {"zip-special-file",
         ACH_ERROR,
         ACH__IMPLIED,
         {"an entry is a link or a device instead of a file",
          "zip 中有的条目是链接或设备，不是文件"},
         {"A symbolic link in a zip holds a path instead of a picture, and unpacking it can lead "
          "out of "
          "the package. A package may hold only plain files and folders.",
          "zip "
          "里的符号链接存的是一个路径，而不是图片，解压后还可能指向包外。成就包里只能有普通文件和文"
          "件夹。"},
         IMPLIED_SOURCE,
         {"zip --symlinks -r pack.zip pack", "zip --symlinks -r pack.zip pack"},
         {"zip -r pack.zip pack", "zip -r pack.zip pack"}},

    [ACH__KIND_ARCHIVE_LIMIT] =
        {"zip-limit",
         ACH_ERROR,
         ACH__IMPLIED,
         {"the zip holds or claims more than a package can need",
          "zip 的内容超出了成就包可能需要的范围"},
         {"A few kilobytes of zip can unpack to gigabytes. So the number of entries, the size of "
          "one, "
          "the size of all and the compression ratio are limited before anything is unpacked. The "
          "limits are far above what fits into the 3 MiB of a package; the options --max-... raise "
          "them. The 64-bit form of zip (zip64) is meant for archives over 4 GB.",
          "几 KB 的 zip 可以解压出几 GB "
          "的数据，所以在解压之前，会先限制条目数量、单个条目的大小、总大小"
          "和压缩比。这些上限远高于 3 MiB 成就包的需要，也可以用 --max-... 选项调高。64 "
          "位格式（zip64）"
          "是给 4 GB 以上的压缩包用的。"},
         IMPLIED_SOURCE,
         {"an entry of 50 MB, compressed to 48 KB", "50 MB 的文件压缩后只有 48 KB"},
         {"a table and icons of 120 x 120 pixels", "一张表格和若干 120 x 120 像素的图标"}},

    [ACH__KIND_ARCHIVE_HIDDEN_DATA] =
        {"zip-hidden-data",
         ACH_ERROR,
         ACH__IMPLIED,
         {"the zip contains data that its list of entries does not account for",
          "zip 中有条目列表没有说明的数据"},
         {"A zip names each entry twice: before its data and in the list at the end. If the two "
          "disagree, if entries overlap, or if some data belongs to no entry, two programs can see "
          "two "
          "different packages: what was reviewed need not be what is used. The usual archivers "
          "never "
          "write such a zip.",
          "zip "
          "会把每个条目记录两次：一次在数据之前，一次在末尾的列表里。如果两处不一致、条目互相重叠，"
          "或者有数据不属于任何条目，不同的程序就可能看到不同的内容：审核时看到的和实际使用的可能不"
          "是同"
          "一个包。常用的压缩软件不会生成这样的 zip。"},
         IMPLIED_SOURCE,
         {"copy /b picture.png + pack.zip both.zip", "copy /b picture.png + pack.zip both.zip"},
         {"pack.zip as the archiver wrote it", "压缩软件直接生成的 pack.zip"}},
};
