/* The rules about the package as a whole and about the page picture, with their sentences.
 * SPDX-License-Identifier: MIT */
#include "rules/package.h"

#define GUIDE_EN  "Achievement system function configuration document"
#define GUIDE_ZH  "《成就系统功能配置文档》"
#define MANUAL_EN "Cloud Achievement Document: manual packaging"
#define MANUAL_ZH "《云端成就文档》手动打包一节"

static const ach__kind table_missing = {
    "table-missing",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"there is no NodeSetting.csv", "没有 NodeSetting.csv"},
    {"The table must be called exactly NodeSetting.csv, with these capital letters and the "
     "extension .csv. Windows hides extensions by default: what looks like NodeSetting.csv may be "
     "NodeSetting.csv.txt. A spreadsheet file (.xlsx) is not read; save it as CSV.",
     "表格必须正好叫 NodeSetting.csv，大小写和扩展名 .csv 都要一致。Windows 默认隐藏扩展名，看起来"
     "是 NodeSetting.csv 的文件可能是 NodeSetting.csv.txt。不能直接使用 .xlsx 电子表格，请另存为 "
     "CSV。"},
    {GUIDE_EN, GUIDE_ZH},
    {"nodesetting.csv\nNodeSetting.csv.txt\nNodeSetting.xlsx",
     "nodesetting.csv\nNodeSetting.csv.txt\nNodeSetting.xlsx"},
    {"NodeSetting.csv\ntextures/a.png", "NodeSetting.csv\ntextures/a.png"}};

static const ach__kind table_several = {
    "table-several",
    ACH_ERROR,
    ACH__IMPLIED,
    {"there is more than one NodeSetting.csv", "有不止一个 NodeSetting.csv"},
    {"A package has one table. If there are several, nobody can say which one the platform reads. "
     "If the folder holds several packages, check and build each of them alone.",
     "一个成就包只有一张表格。如果有多张，就无法确定平台读取的是哪一张。如果文件夹里放了多个成就"
     "包，请分别检查和打包。"},
    {"implied by the " GUIDE_EN, "由" GUIDE_ZH "推知"},
    {"old/NodeSetting.csv\nnew/NodeSetting.csv", "old/NodeSetting.csv\nnew/NodeSetting.csv"},
    {"new/NodeSetting.csv", "new/NodeSetting.csv"}};

static const ach__kind size = {
    "package-size",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the package is larger than 3 MiB, or nearly so", "成就包超过 3 MiB，或接近 3 MiB"},
    {"The limit is given as \"3M\", without saying whether that is 3,000,000 or 3,145,728 bytes. "
     "Up to the first all is well, between them the package may be refused (a warning), above the "
     "second it is refused (an error). For a folder, the size of the zip that achpack build would "
     "make is counted to the byte. Pictures of 120 x 120 pixels mostly have 1 to 20 KB; fewer "
     "colours make them smaller.",
     "官方给出的上限是“3M”，没有说明是 3,000,000 字节还是 3,145,728 字节。不超过前者没有问题；介于"
     "两者之间可能被拒绝（警告）；超过后者一定会被拒绝（错误）。检查文件夹时，会精确计算 achpack "
     "build 生成的 zip 的字节数。120 x 120 像素的图片一般为 1 到 20 KB，减少颜色数可以让图片更"
     "小。"},
    {GUIDE_EN, GUIDE_ZH},
    {"a zip of 3,200,000 bytes", "3,200,000 字节的 zip"},
    {"a zip of 2,400,000 bytes", "2,400,000 字节的 zip"}};

static const ach__kind layout = {
    "package-layout",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the table and the pictures are not where the platform looks for them",
     "表格和图片不在平台读取的位置"},
    {"The official documents disagree. The Achievement system function configuration document "
     "packs NodeSetting.csv and textures at the top of the zip, without a folder around them. The "
     "Cloud Achievement Document (manual packaging) puts the achievement folder into a new folder "
     "and zips that, so the table is two folders deep, as achpack build writes it. Both forms, and "
     "a single folder, are accepted here; a deeper table, or files beside the folder that holds "
     "it, fit neither document.",
     "官方文档的说法不一致。《成就系统功能配置文档》要求把 NodeSetting.csv 和 textures 直接放在 "
     "zip 顶层，外面不套文件夹；《云端成就文档》手动打包一节则把成就文件夹放进一个新文件夹再压缩，"
     "表格外面套了两层文件夹，achpack build 采用的就是这种。这两种以及只套一层文件夹的形式，这里都"
     "能接受；套得更深，或者表格所在的文件夹旁边还有别的文件，则与两份文档都不符。"},
    {GUIDE_EN " (flat); " MANUAL_EN " (nested)",
     GUIDE_ZH "（不套文件夹）；" MANUAL_ZH "（套文件夹）"},
    {"a/b/c/NodeSetting.csv", "a/b/c/NodeSetting.csv"},
    {"achievement/Achievement/NodeSetting.csv\nachievement/Achievement/textures/a.png",
     "achievement/Achievement/NodeSetting.csv\nachievement/Achievement/textures/a.png"}};

static const ach__kind stray = {
    "package-stray-file",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a file that is neither the table nor a picture it names",
     "有既不是表格、也不是表格所用图片的文件"},
    {"The package consists of NodeSetting.csv and the pictures that it names. Anything else takes "
     "up space and may show others what was not meant for them. From a folder, achpack build packs "
     "only what belongs; a zip made by hand contains everything.",
     "成就包由 NodeSetting.csv 和它用到的图片组成。其他文件只会占用容量，还可能泄露不打算公开的内"
     "容。对于文件夹，achpack build 只打包需要的文件；手动压缩的 zip 则会带上所有文件。"},
    {"none; no document mentions other files", "无；官方文档没有提到其他文件"},
    {"NodeSetting.csv\ntextures/a.png\nThumbs.db", "NodeSetting.csv\ntextures/a.png\nThumbs.db"},
    {"NodeSetting.csv\ntextures/a.png", "NodeSetting.csv\ntextures/a.png"}};

static const ach__kind header_format = {
    "header-image-format",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the page header image is not a readable PNG or JPEG", "页面头图不是可读取的 PNG 或 JPEG"},
    {"The page header image is uploaded by itself, beside the zip. The documents give its size but "
     "not its format; PNG and JPEG are what upload pages take. Other formats and damaged files are "
     "reported.",
     "页面头图与 zip 分开上传。官方文档只规定了尺寸，没有规定格式；上传页面一般接受 PNG 和 JPEG。其"
     "他格式和损坏的文件都会报告。"},
    {GUIDE_EN " (the format is assumed)", GUIDE_ZH "（格式为推测）"},
    {"header.webp", "header.webp"},
    {"header.png", "header.png"}};

static const ach__kind header_size = {
    "header-image-size",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the page header image is not 1000 x 1625 pixels", "页面头图的尺寸不是 1000 x 1625 像素"},
    {"The document asks for exactly 1000 pixels in width and 1625 in height, so the picture is "
     "upright.",
     "官方文档要求正好宽 1000 像素、高 1625 像素，所以是竖图。"},
    {GUIDE_EN, GUIDE_ZH},
    {"1625 x 1000 pixels", "1625 x 1000 像素"},
    {"1000 x 1625 pixels", "1000 x 1625 像素"}};

const ach__message ach__package_messages[ACH__PACKAGE_MESSAGES] = {
    [ACH__TABLE_MISSING] =
        {&table_missing,
         {"there is no NodeSetting.csv here or in the folders up to two levels down",
          "这里以及下面两层文件夹里都没有 NodeSetting.csv"},
         {"name the folder that holds NodeSetting.csv and textures, or save the table from the "
          "spreadsheet as NodeSetting.csv, file type \"CSV (Comma delimited) (*.csv)\"",
          "请指定包含 NodeSetting.csv 和 textures 的文件夹，或在 Excel 或 WPS 里把表格另存为 "
          "NodeSetting.csv，文件类型选“CSV（逗号分隔）(*.csv)”"},
         0},
    [ACH__TABLE_MISSING_CASE] =
        {&table_missing,
         {"there is no NodeSetting.csv, but \"{found}\": upper and lower case must match",
          "没有 NodeSetting.csv，但有“{found}”：大小写必须一致"},
         {"rename the file to NodeSetting.csv, with a capital N and a capital S",
          "请把文件改名为 NodeSetting.csv，N 和 S 大写"},
         0},
    [ACH__TABLE_MISSING_TEXT_ENDING] =
        {&table_missing,
         {"there is no NodeSetting.csv, but \"{found}\" with another extension",
          "没有 NodeSetting.csv，但有扩展名不同的“{found}”"},
         {"rename the file to NodeSetting.csv; to see the extension, let the file manager show "
          "file name extensions",
          "请把文件改名为 NodeSetting.csv；要看到扩展名，请在文件管理器的“查看”里勾选“文件扩展名”"},
         0},
    [ACH__TABLE_MISSING_SPREADSHEET] =
        {&table_missing,
         {"there is no NodeSetting.csv, but there is the spreadsheet \"{found}\"",
          "没有 NodeSetting.csv，但有电子表格“{found}”"},
         {"open it and save it as NodeSetting.csv, file type \"CSV (Comma delimited) (*.csv)\"; "
          "renaming does not convert it",
          "请打开它，另存为 NodeSetting.csv，文件类型选“CSV（逗号分隔）(*.csv)”；只改扩展名不会转换"
          "格式"},
         0},
    [ACH__TABLE_MISSING_NAME] = {&table_missing,
                                 {"there is no NodeSetting.csv, but \"{found}\"",
                                  "没有 NodeSetting.csv，但有“{found}”"},
                                 {"if that is the table, rename it to NodeSetting.csv",
                                  "如果它就是要用的表格，请改名为 NodeSetting.csv"},
                                 0},
    [ACH__TABLE_MISSING_NO_FILE] =
        {&table_missing,
         {"NodeSetting.csv is not a file but a folder, a device or a link that cannot be followed",
          "NodeSetting.csv 不是文件，而是文件夹、设备或无法读取的链接"},
         {"put the table itself there", "请换成表格文件本身"},
         0},
    [ACH__TABLE_SEVERAL] =
        {&table_several,
         {"there are {count} files called NodeSetting.csv; only \"{found}\" is checked",
          "有 {count} 个 NodeSetting.csv，本次只检查“{found}”"},
         {"keep only one, or check the folder of each package alone",
          "请只保留一个，或分别检查每个成就包的文件夹"},
         0},
    [ACH__PACKAGE_SIZE_ARCHIVE_OVER] =
        {&size,
         {"the zip has {bytes} bytes; the limit is {limit} (3 MiB)",
          "zip 有 {bytes} 字节，上限是 {limit} 字节（3 MiB）"},
         {"remove what is not needed, or save the pictures with fewer colours",
          "请删除不需要的文件，或减少图片的颜色数"},
         0},
    [ACH__PACKAGE_SIZE_ARCHIVE_NEAR] =
        {&size,
         {"the zip has {bytes} bytes, {percent}% of {limit}; the limit \"3M\" may mean 3,000,000",
          "zip 有 {bytes} 字节，占 {limit} 字节的 {percent}%；上限“3M”可能指 3,000,000 字节"},
         {"stay below 3,000,000 bytes: remove what is not needed, or save the pictures with fewer "
          "colours",
          "请控制在 3,000,000 字节以内：删除不需要的文件，或减少图片的颜色数"},
         ACH_WARNING},
    [ACH__PACKAGE_SIZE_FOLDER_OVER] =
        {&size,
         {"the package would have {bytes} bytes, {percent}% of the {limit} allowed (3 MiB)",
          "成就包将有 {bytes} 字节，是上限 {limit} 字节（3 MiB）的 {percent}%"},
         {"save the pictures with fewer colours; the largest (bytes in brackets) are {largest}",
          "请减少图片的颜色数；最大的（括号内为字节数）是 {largest}"},
         0},
    [ACH__PACKAGE_SIZE_FOLDER_NEAR] =
        {&size,
         {"the package would have {bytes} bytes, {percent}% of {limit}; the limit \"3M\" may mean "
          "3,000,000",
          "成就包将有 {bytes} 字节，占 {limit} 字节的 {percent}%；上限“3M”可能指 3,000,000 字节"},
         {"save the pictures with fewer colours; the largest (bytes in brackets) are {largest}",
          "请减少图片的颜色数；最大的（括号内为字节数）是 {largest}"},
         ACH_WARNING},
    [ACH__PACKAGE_SIZE_FILE] =
        {&size,
         {"this file alone has {bytes} bytes, more than the whole package may have ({limit})",
          "仅这个文件就有 {bytes} 字节，超过了整个成就包的上限（{limit} 字节）"},
         {"check that this is the right file", "请检查是否放错了文件"},
         0},
    [ACH__PACKAGE_SIZE_TABLE] =
        {&size,
         {"the table has over {lines} lines, or over {cells} cells in a row, so it is not read",
          "表格超过 {lines} 行，或者有一行超过 {cells} 个单元格，因此没有读取"},
         {"check that this is the right file", "请检查是否放错了文件"},
         0},
    [ACH__PACKAGE_SIZE_MEMORY] =
        {&size,
         {"opening the package takes more memory than the {limit} bytes that are allowed",
          "打开成就包需要的内存超过了允许的 {limit} 字节"},
         {"remove what is not needed from the package, or allow more with max_memory",
          "请删除成就包里不需要的内容，或调高 max_memory"},
         0},
    [ACH__PACKAGE_SIZE_PICTURE] =
        {&size,
         {"this picture alone has {bytes} bytes, more than the whole package may have ({limit})",
          "仅这张图片就有 {bytes} 字节，超过了整个成就包的上限（{limit} 字节）"},
         {"an icon of 120 x 120 pixels needs only a few kilobytes: check that this is the right "
          "file",
          "120 x 120 像素的图标只需要几 KB，请检查是否放错了文件"},
         0},
    [ACH__PACKAGE_LAYOUT_DEEP] =
        {&layout,
         {"\"{found}\" is {depth} folders deep; the official documents go down two at most",
          "“{found}”外面套了 {depth} 层文件夹，官方文档的写法最多两层"},
         {"pack only the folder \"{root}\", for example with achpack build",
          "请只打包文件夹“{root}”，例如用 achpack build"},
         0},
    [ACH__PACKAGE_LAYOUT_BESIDE] =
        {&layout,
         {"\"{found}\" is beside the folder \"{root}\" that holds the table",
          "表格所在的文件夹“{root}”旁边还有“{found}”"},
         {"only that folder may be in the zip: delete the rest, or pack with achpack build",
          "zip 里只能有这个文件夹：请删除其他内容，或用 achpack build 打包"},
         0},
    [ACH__PACKAGE_LAYOUT_BESIDE_SEVERAL] =
        {&layout,
         {"{count} entries are beside the folder \"{root}\" that holds the table; the first is "
          "\"{found}\"",
          "表格所在的文件夹“{root}”旁边还有 {count} 个条目，第一个是“{found}”"},
         {"only that folder may be in the zip: delete the rest, or pack with achpack build",
          "zip 里只能有这个文件夹：请删除其他内容，或用 achpack build 打包"},
         0},
    [ACH__PACKAGE_LAYOUT_FLAT] =
        {&layout,
         {"the table is at the top of the zip, as in the " GUIDE_EN
          "; the Cloud Achievement Document (manual packaging) puts two folders around it",
          "表格在 zip 顶层，这是" GUIDE_ZH "的写法；" MANUAL_ZH "的写法是外面套两层文件夹"},
         {"if the platform refuses this zip, pack with achpack build, which writes two folders",
          "如果平台不接受这个 zip，请用 achpack build 打包，它会在外面套两层文件夹"},
         ACH_NOTE},
    [ACH__PACKAGE_LAYOUT_ONE_FOLDER] =
        {&layout,
         {"there is one folder around the table, \"{root}\"; the " GUIDE_EN
          " has none, the Cloud Achievement Document (manual packaging) has two",
          "表格外面套了一层文件夹“{root}”；" GUIDE_ZH "的写法是不套，" MANUAL_ZH "的写法是套两层"},
         {"if the platform refuses this zip, pack with achpack build, which writes two folders",
          "如果平台不接受这个 zip，请用 achpack build 打包，它会在外面套两层文件夹"},
         ACH_NOTE},
    [ACH__PACKAGE_STRAY_FILE] = {&stray,
                                 {"this file does not belong in the package",
                                  "这个文件不属于成就包"},
                                 {"delete it or move it elsewhere; achpack build leaves it out",
                                  "请删除或移到别处；achpack build 打包时会略过"},
                                 0},
    [ACH__PACKAGE_STRAY_BESIDE] =
        {&stray,
         {"this file is outside the package's folder \"{root}\"",
          "这个文件在成就包的文件夹“{root}”之外"},
         {"move it elsewhere, or check the folder \"{root}\" alone; achpack build leaves it out",
          "请移到别处，或只检查文件夹“{root}”；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_TABLE] = {&stray,
                                  {"this NodeSetting.csv is not used; the table is \"{found}\"",
                                   "没有使用这个 NodeSetting.csv，使用的表格是“{found}”"},
                                  {"delete it or move it elsewhere; achpack build leaves it out",
                                   "请删除或移到别处；achpack build 打包时会略过"},
                                  0},
    [ACH__PACKAGE_STRAY_MACOS] =
        {&stray,
         {"\"{name}\" was added by macOS and does not belong in the package",
          "“{name}”是 macOS 自动添加的文件，不属于成就包"},
         {"delete it; achpack build leaves it out", "请删除；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_MACOS_FOLDER] =
        {&stray,
         {"the folder \"{name}\" was added by macOS and does not belong in the package",
          "文件夹“{name}”是 macOS 自动添加的，不属于成就包"},
         {"delete it; achpack build leaves it out", "请删除；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_WINDOWS] =
        {&stray,
         {"\"{name}\" was added by Windows and does not belong in the package",
          "“{name}”是 Windows 自动添加的文件，不属于成就包"},
         {"delete it; achpack build leaves it out", "请删除；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_BACKUP] = {&stray,
                                   {"\"{name}\" is a backup or temporary file of another program",
                                    "“{name}”是其他软件的备份或临时文件"},
                                   {"delete it or move it elsewhere; achpack build leaves it out",
                                    "请删除或移到别处；achpack build 打包时会略过"},
                                   0},
    [ACH__PACKAGE_STRAY_SPREADSHEET] =
        {&stray,
         {"\"{name}\" is a spreadsheet; the platform reads only NodeSetting.csv",
          "“{name}”是电子表格，平台只读取 NodeSetting.csv"},
         {"keep it outside the package; achpack build leaves it out",
          "请放到成就包以外的地方；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_SOURCE] =
        {&stray,
         {"\"{name}\" is a working file of a paint program; only exported pictures are packed",
          "“{name}”是画图软件的工程文件，成就包只需要导出的图片"},
         {"keep it outside the package; achpack build leaves it out",
          "请放到成就包以外的地方；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_REPOSITORY] =
        {&stray,
         {"\"{name}\" belongs to version control (such as Git) and is not packed",
          "“{name}”属于版本管理（例如 Git），不会打包"},
         {NULL, NULL},
         ACH_NOTE},
    [ACH__PACKAGE_STRAY_REPOSITORY_IN_ZIP] =
        {&stray,
         {"\"{name}\" belongs to version control (such as Git): anyone who has the zip may read "
          "the project's history",
          "“{name}”属于版本管理（例如 Git），拿到 zip 的人可能看到项目的修改历史"},
         {"pack again without it; achpack build leaves it out",
          "请重新打包，不要包含它；achpack build 打包时会略过"},
         0},
    [ACH__PACKAGE_STRAY_LINK] = {&stray,
                                 {"this is a link to something outside the folder, or to nothing",
                                  "这是一个链接，指向文件夹之外或不存在的文件"},
                                 {"delete it; achpack build leaves it out",
                                  "请删除；achpack build 打包时会略过"},
                                 0},
    [ACH__PACKAGE_STRAY_SPECIAL] = {&stray,
                                    {"this is a device or a pipe, not a file",
                                     "这是设备或管道，不是文件"},
                                    {"delete it; achpack build leaves it out",
                                     "请删除；achpack build 打包时会略过"},
                                    0},
    [ACH__PACKAGE_STRAY_MANY] =
        {&stray,
         {"{count} files do not belong in the package; the first {shown} are shown",
          "有 {count} 个文件不属于成就包，只列出前 {shown} 个"},
         {"check that this is the right folder", "请检查是否选错了文件夹"},
         0},
    [ACH__HEADER_IMAGE_FORMAT] =
        {&header_format,
         {"the page header image \"{path}\" is {kind}; it must be PNG or JPEG",
          "页面头图“{path}”其实是“{kind_zh}”，应为 PNG 或 JPEG"},
         {"open it in a paint program and export it as PNG or JPEG; renaming does not convert it",
          "请在画图软件中打开并导出为 PNG 或 JPEG；只改扩展名不会转换格式"},
         0},
    [ACH__HEADER_IMAGE_FORMAT_EMPTY] = {&header_format,
                                        {"the page header image \"{path}\" is an empty file",
                                         "页面头图“{path}”是空文件"},
                                        {"export the picture again", "请重新导出图片"},
                                        0},
    [ACH__HEADER_IMAGE_DAMAGED] =
        {&header_format,
         {"the page header image \"{path}\" is damaged at offset {offset}: {reason}",
          "页面头图“{path}”在偏移 {offset} 处损坏：{reason_zh}"},
         {"export the picture again", "请重新导出图片"},
         0},
    [ACH__HEADER_IMAGE_DAMAGED_JPEG] = {&header_format,
                                        {"the page header image \"{path}\" begins like a JPEG, but "
                                         "its size cannot be read: the file is damaged",
                                         "页面头图“{path}”的开头是 JPEG，但读不出尺寸，文件已损坏"},
                                        {"export the picture again", "请重新导出图片"},
                                        0},
    [ACH__HEADER_IMAGE_TOO_MANY_BYTES] =
        {&header_format,
         {"the page header image \"{path}\" has more than {limit} bytes and was not read",
          "页面头图“{path}”超过 {limit} 字节，没有读取"},
         {"export it again as a PNG or JPEG of 1000 x 1625 pixels, which needs about 1 to 3 MB",
          "请重新导出为 1000 x 1625 像素的 PNG 或 JPEG，一般只需 1 到 3 MB"},
         0},
    [ACH__HEADER_IMAGE_UNREADABLE] = {&header_format,
                                      {"the page header image \"{path}\" cannot be read: {reason}",
                                       "无法读取页面头图“{path}”：{reason_zh}"},
                                      {"check the path given with --header-image",
                                       "请检查 --header-image 指定的路径"},
                                      0},
    [ACH__HEADER_IMAGE_SIZE] =
        {&header_size,
         {"the page header image \"{path}\" is {width} x {height} pixels; it must be 1000 x 1625",
          "页面头图“{path}”的尺寸为 {width} x {height} 像素，必须是 1000 x 1625"},
         {"in a paint program, crop it or set its image size to 1000 wide and 1625 high",
          "请在画图软件中裁剪，或用“图像大小/调整大小”改为宽 1000 像素、高 1625 像素"},
         0},
    [ACH__HEADER_IMAGE_SIZE_SWAPPED] =
        {&header_size,
         {"the page header image \"{path}\" is {width} x {height} pixels: width and height are "
          "swapped",
          "页面头图“{path}”的尺寸为 {width} x {height} 像素，宽和高颠倒了"},
         {"the picture must be upright, 1000 wide and 1625 high: turn it or make a new one",
          "页面头图应为竖图，宽 1000 像素、高 1625 像素，请旋转或重新制作"},
         0},
};

const ach__remark ach__table_another = {{"another one is here", "另一个在这里"}};
const ach__remark ach__table_near = {{"this name is similar", "这个文件名相近"}};

const ach__family ach__package_family = {
    "package", {"The package", "成就包"}, ach__package_messages, ACH__PACKAGE_MESSAGES};
