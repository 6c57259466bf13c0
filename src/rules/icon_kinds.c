/* The rules about pictures: what each reports, why, and by which document.
 * SPDX-License-Identifier: MIT */
#include "rules/icon_kinds.h"

#define GUIDE_EN  "Achievement system function configuration document"
#define GUIDE_ZH  "《成就系统功能配置文档》"
#define MANUAL_EN "Cloud Achievement Document: manual packaging"
#define MANUAL_ZH "《云端成就文档》手动打包一节"

const ach__kind ach__icon_kinds[ACH__KIND_ICONS] = {
    [ACH__KIND_ICON_PATH_EMPTY] =
        {"icon-path-empty",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"PrePic or FinPic is empty", "PrePic 或 FinPic 没有填写"},
         {"Every achievement needs two pictures: PrePic is shown before it is unlocked, FinPic "
          "afterwards. Both columns may name the same file.",
          "每个成就都需要两张图片：解锁前显示 PrePic，解锁后显示 FinPic。两列可以填写同一个文件。"},
         {GUIDE_EN, GUIDE_ZH},
         {"first,,textures/a.png,...", "first,,textures/a.png,..."},
         {"first,textures/a_locked.png,textures/a.png,...",
          "first,textures/a_locked.png,textures/a.png,..."}},
    [ACH__KIND_ICON_PATH_UNSAFE] =
        {"icon-path-unsafe",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a picture's path could lead out of the package", "图片路径可能指向成就包之外"},
         {"A picture's path starts at the folder of NodeSetting.csv and goes down from there. A "
          "path from the root of a disk, with a drive letter, with \"..\" or to a web address "
          "names something that exists only on your computer or nowhere.",
          "图片路径从 NodeSetting.csv 所在的文件夹开始，只能往下走。以磁盘根目录或盘符开头、含有"
          "“..”或者写成网址的路径，指向的东西只存在于您自己的电脑上，或者根本不存在。"},
         {GUIDE_EN, GUIDE_ZH},
         {"C:/pictures/a.png\n../a.png\nhttp://example.com/a.png",
          "C:/图片/a.png\n../a.png\nhttp://example.com/a.png"},
         {"textures/a.png", "textures/a.png"}},
    [ACH__KIND_ICON_PATH_SEPARATOR] =
        {"icon-path-separator",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a backslash in a picture's path", "图片路径中有反斜杠"},
         {"The document writes paths with \"/\". A backslash separates folders on Windows only; on "
          "phones and servers it is part of the name, and the picture is not found.",
          "官方文档的路径都用“/”。只有 Windows 把反斜杠当作文件夹分隔符；在手机和服务器上它只是名称"
          "中的一个字符，图片会找不到。"},
         {GUIDE_EN, GUIDE_ZH},
         {"textures\\a.png", "textures\\a.png"},
         {"textures/a.png", "textures/a.png"}},
    [ACH__KIND_ICON_PATH_OUTSIDE] =
        {"icon-path-outside",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a picture's path does not begin with textures/", "图片路径不是以 textures/ 开头"},
         {"Pictures lie in the folder textures beside NodeSetting.csv, and PrePic and FinPic are "
          "written from the folder of the table, so every path begins with \"textures/\".",
          "图片放在 NodeSetting.csv 旁边的 textures 文件夹里，PrePic 和 FinPic 从表格所在的文件夹写"
          "起，所以每个路径都以“textures/”开头。"},
         {GUIDE_EN "; " MANUAL_EN, GUIDE_ZH "；" MANUAL_ZH},
         {"a.png\nicons/a.png", "a.png\nicons/a.png"},
         {"textures/a.png", "textures/a.png"}},
    [ACH__KIND_ICON_PATH_CHARACTERS] =
        {"icon-path-characters",
         ACH_WARNING,
         ACH__IMPLIED,
         {"a picture's name has Chinese or other special characters, or its path is very long",
          "图片名称含有中文等特殊字符，或者路径过长"},
         {"For mods, the platform's review refuses file names that it cannot decode (code 16, "
          "Chinese names among them) and names that are too long (code 27); paths may have up to "
          "150 characters. No document says so of achievement packages, but English letters and "
          "short names are safe in both.",
          "对于模组，平台审核会退回文件名无法解码（错误码 16，例如中文文件名）或名称过长（错误码 "
          "27）的作品，路径最多 150 个字符。官方文档没有说成就包也是如此，但使用英文和较短的名称总"
          "是安全的。"},
         {"implied by the review rules for mods (error codes 16 and 27, length of paths)",
          "由模组的审核规则（错误码 16 和 27、路径长度）推知"},
         {"textures/灯塔.png", "textures/灯塔.png"},
         {"textures/lighthouse.png", "textures/lighthouse.png"}},
    [ACH__KIND_ICON_MISSING] =
        {"icon-missing",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a picture that the table names does not exist", "表格中填写的图片不存在"},
         {"The path starts at the folder of NodeSetting.csv and must be exactly that of the file, "
          "extension included. Windows hides extensions by default, so a.png may really be called "
          "a.png.png or a.jpg.",
          "路径从 NodeSetting.csv 所在的文件夹算起，必须与文件完全一致，扩展名也要写上。Windows 默"
          "认隐藏扩展名，看起来是 a.png 的文件，实际可能叫 a.png.png 或 a.jpg。"},
         {GUIDE_EN, GUIDE_ZH},
         {"textures/dimond.png, where the file is textures/diamond.png",
          "填写 textures/dimond.png，而文件是 textures/diamond.png"},
         {"textures/diamond.png", "textures/diamond.png"}},
    [ACH__KIND_ICON_CASE] =
        {"icon-case",
         ACH_ERROR,
         ACH__IMPLIED,
         {"a picture exists, but its name differs in upper and lower case",
          "图片存在，但文件名的大小写不同"},
         {"On Windows, Torch.png and torch.png are one file, so this looks right there. On phones "
          "and servers they are two, and the picture is not found. Lower case everywhere avoids "
          "this.",
          "在 Windows 上，Torch.png 和 torch.png 是同一个文件，所以看起来没有问题。在手机和服务器上"
          "它们是两个文件，图片会找不到。全部使用小写字母就不会遇到这个问题。"},
         {"implied by the developer FAQ: iOS and Android tell upper and lower case apart",
          "由开发者常见问题中“iOS 和 Android 区分大小写”推知"},
         {"textures/Torch.png, where the file is textures/torch.png",
          "填写 textures/Torch.png，而文件是 textures/torch.png"},
         {"textures/torch.png", "textures/torch.png"}},
    [ACH__KIND_ICON_FORMAT] =
        {"icon-format",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a picture is not a PNG", "图片不是 PNG 格式"},
         {"Icons must be real PNG files. A file's format is decided by its content: a JPEG renamed "
          "to .png is still a JPEG. The documents disagree here: the sample table of the "
          "configuration document names .jpg files, while the guide to custom achievements allows "
          "only PNG. PNG is right under both.",
          "图标必须是真正的 PNG 文件。文件格式由内容决定，把 JPEG 改名为 .png，它仍然是 JPEG。官方"
          "文档在这里并不一致：《成就系统功能配置文档》的示例表格用的是 .jpg，而《自定义成就系统》"
          "要求只能用 PNG。使用 PNG 对两者都没有问题。"},
         {"Custom achievement system guide (only png); " GUIDE_EN " (whose sample has .jpg)",
          "《自定义成就系统》（只能用 png）；" GUIDE_ZH "（示例为 .jpg）"},
         {"a JPEG called a.png", "名为 a.png 的 JPEG 图片"},
         {"a.png, exported as PNG by a paint program", "在画图软件中导出为 PNG 的 a.png"}},
    [ACH__KIND_ICON_DAMAGED] =
        {"icon-damaged",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a PNG is damaged and cannot be shown in full", "PNG 图片已损坏，无法完整显示"},
         {"Every picture is decoded to its last pixel. An interrupted copy, a full disk or a "
          "faulty download leaves a file that some programs still show half of, and that the game "
          "may refuse. The chunk (a part of a PNG file) and the offset say where the damage was "
          "found.",
          "每张图片都会解码到最后一个像素。复制中断、磁盘已满或下载出错留下的文件，有的程序还能显示"
          "一半，游戏则可能拒绝读取。报告中的数据块（PNG 文件的组成部分）和偏移指出发现损坏的位"
          "置。"},
         {GUIDE_EN
          ": icons are 120 x 120 pictures, otherwise the automatic review reports an error",
          GUIDE_ZH "：图标为 120 x 120 的图片，否则机器审核会报错"},
         {"a.png, cut off after 2000 of 3400 bytes", "a.png 应有 3400 字节，只剩前 2000 字节"},
         {"a.png, exported again", "重新导出的 a.png"}},
    [ACH__KIND_ICON_SIZE] = {"icon-size",
                             ACH_ERROR,
                             ACH__DOCUMENTED,
                             {"a picture is not 120 x 120 pixels", "图片尺寸不是 120 x 120 像素"},
                             {"Icons must be exactly 120 x 120 pixels, otherwise the platform's "
                              "automatic review reports an error.",
                              "图标必须正好是 120 x 120 像素，否则平台的机器审核会报错。"},
                             {GUIDE_EN, GUIDE_ZH},
                             {"128 x 128 pixels", "128 x 128 像素"},
                             {"120 x 120 pixels", "120 x 120 像素"}},
    [ACH__KIND_ICON_ANIMATED] =
        {"icon-animated",
         ACH_ERROR,
         ACH__ASSUMED,
         {"a picture is an animated PNG", "图片是动态 PNG（APNG 动图）"},
         {"An animated PNG contains further pictures that an icon does not need. They take up "
          "space in the package, and not every program can read such files.",
          "动态 PNG 里还有图标用不到的其他帧。它们会占用成就包的容量，而且不是所有程序都能读取这种"
          "文件。"},
         {"none; the documents mention only still pictures", "无；官方文档只提到静态图片"},
         {"a PNG with several frames", "含有多帧的 PNG"},
         {"the first frame alone, exported as PNG", "只把第一帧导出为 PNG"}},
    [ACH__KIND_ICON_DEPTH] =
        {"icon-depth",
         ACH_WARNING,
         ACH__ASSUMED,
         {"a PNG with 16 bits per channel, or an interlaced one",
          "PNG 每通道 16 位，或采用隔行扫描"},
         {"Both kinds are valid, but unusual in games: some programs cannot read them, and they "
          "take more space than the plain form. A PNG with 8 bits per channel and without "
          "interlacing looks the same.",
          "这两种 PNG 都符合标准，但在游戏中很少见：有的程序无法读取，而且都更占容量。每通道 8 位、"
          "不隔行的 PNG 看起来完全一样。"},
         {"none; no document says which kinds of PNG are read", "无；官方文档没有说明支持哪些 PNG"},
         {"exported with 16 bits per channel, or with interlacing",
          "导出时选择了每通道 16 位，或勾选了“隔行扫描”"},
         {"exported with 8 bits per channel, without interlacing",
          "导出时选择每通道 8 位，不勾选“隔行扫描”"}},
    [ACH__KIND_ICON_TRAILING] =
        {"icon-trailing",
         ACH_WARNING,
         ACH__ASSUMED,
         {"extra data after the end of a PNG", "PNG 结尾之后还有多余的数据"},
         {"A PNG ends with its IEND chunk. What follows is never shown: it wastes space, may "
          "contain something private, and makes strict programs refuse the file.",
          "PNG 到 IEND 数据块就结束了。后面的内容不会显示出来：既占用容量，又可能含有隐私，严格的程"
          "序还会因此拒绝读取。"},
         {"none; no document mentions it", "无；官方文档没有提到"},
         {"a PNG with a second file appended", "后面又接了一个文件的 PNG"},
         {"the picture, opened and exported again", "打开后重新导出的图片"}},
    [ACH__KIND_ICON_PROFILE] =
        {"icon-profile",
         ACH_NOTE,
         ACH__ASSUMED,
         {"a PNG whose colours are not described as sRGB", "PNG 带有 sRGB 以外的颜色说明"},
         {"sRGB is the usual way in which screens and games understand colours. Paint programs "
          "follow another colour profile or gamma value, games mostly ignore it. The icon may then "
          "look paler or darker in the game than in the paint program; convert it to sRGB to see "
          "what the game shows.",
          "sRGB 是屏幕和游戏通用的颜色标准。画图软件会按其他颜色配置文件或伽马值显示，而游戏大多会"
          "忽略它们，所以图标在游戏里可能比在画图软件里偏淡或偏暗。转换为 sRGB 后，看到的就是游戏里"
          "的样子。"},
         {"none; no document says how the game treats colour profiles",
          "无；官方文档没有说明游戏如何处理颜色配置文件"},
         {"exported with the profile \"Display P3\"", "导出时带有“Display P3”颜色配置文件"},
         {"converted to sRGB", "转换为 sRGB 后导出"}},
    [ACH__KIND_ICON_BLANK] =
        {"icon-blank",
         ACH_WARNING,
         ACH__ASSUMED,
         {"a picture is fully transparent", "图片完全透明"},
         {"Every pixel is transparent, so players see no icon. Usually a layer was hidden when the "
          "picture was exported.",
          "每个像素都是透明的，玩家看不到图标。通常是导出时隐藏了图层。"},
         {"none; it is not forbidden, but hardly intended", "无；没有禁止，但多半不是有意为之"},
         {"an icon exported with its layer hidden", "隐藏图层后导出的图标"},
         {"an icon that can be seen", "看得见的图标"}},
    [ACH__KIND_ICON_SAME] =
        {"icon-same",
         ACH_NOTE,
         ACH__ASSUMED,
         {"PrePic and FinPic show the same picture", "PrePic 和 FinPic 是同一张图片"},
         {"This is allowed, and the sample of the official document does it. But players then "
          "cannot tell by the icon whether the achievement is unlocked.",
          "这是允许的，官方文档的示例就是这样。但玩家无法从图标看出成就是否已经解锁。"},
         {"none; the sample in the " GUIDE_EN " uses one file for both",
          "无；" GUIDE_ZH "的示例两列用的就是同一个文件"},
         {"first,textures/a.png,textures/a.png,...", "first,textures/a.png,textures/a.png,..."},
         {"first,textures/a_locked.png,textures/a.png,...",
          "first,textures/a_locked.png,textures/a.png,..."}},
    [ACH__KIND_ICON_UNUSED] =
        {"icon-unused",
         ACH_WARNING,
         ACH__IMPLIED,
         {"a picture under textures/ that no row uses", "textures/ 里有表格没有用到的图片"},
         {"No row uses this picture. achpack build leaves it out of the package, where it would "
          "take up part of the 3 MiB. It may also mean that a row names another picture by "
          "mistake.",
          "没有任何一行用到这张图片。achpack build 打包时会略过它，以免占用 3 MiB 的容量。也有可能"
          "是某一行误填了别的图片。"},
         {"implied by the size limit of the " GUIDE_EN, "由" GUIDE_ZH "的大小限制推知"},
         {"textures/old_castle.png, used by no row", "没有任何一行填写 textures/old_castle.png"},
         {"only pictures that the table uses", "只保留表格用到的图片"}},
};
