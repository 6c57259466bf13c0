/* The family "cells": what rows and cells of the table must hold, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/cells.h"

static const char configuration_en[] = "Achievement system function configuration document";
static const char configuration_zh[] = "《成就系统功能配置文档》";

static const ach__kind encoding_lossy = {
    "encoding-lossy",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a \"?\" beside a Chinese character, where a character was probably lost",
     "汉字旁边有“?”，很可能是丢失的字"},
    {"A spreadsheet that saves as GBK silently writes \"?\" for every character that GBK does not "
     "have, such as emoji and rare characters, and players then see the question mark. This is "
     "reported for \"??\" beside a Chinese character, for a single \"?\" between two of them "
     "(unless the first is a word that ends questions), and for one before the first character of "
     "a cell. A single \"?\" at the end of a sentence is taken for a question mark, and the "
     "full-width one is always fine.",
     "表格软件保存为 GBK 时，会悄悄把 GBK 里没有的字（如表情符号、生僻字）换成“?”，玩家看到的就是问"
     "号。会报告的情形有三种：汉字旁边的“??”；夹在两个汉字之间的单个“?”（前面是“吗”“呢”等疑问语气词"
     "的除外）；单元格开头、紧挨汉字的“?”。句末的单个“?”当作普通问号，全角的“？”从不报告。"},
    {"none; this is how spreadsheets behave", "无；这是表格软件的一贯做法"},
    {"恭喜通关??", "恭喜通关??"},
    {"恭喜通关！", "恭喜通关！"},
};

static const ach__kind cell_space = {
    "cell-space",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a space at the start or end of NodeId, PrePic, FinPic, Total, Rank or ParentNode",
     "NodeId、PrePic、FinPic、Total、Rank 或 ParentNode 的开头或结尾有空格"},
    {"The platform may take the space as part of the text: then a picture is not found, or a "
     "NodeId differs from the one in your scripts. Full-width and no-break spaces count too. The "
     "other checks look at the text without these spaces.",
     "平台可能把空格当成内容的一部分，于是找不到图片，或者 NodeId 和脚本里写的对不上。全角空格和不"
     "间断空格也算。其他检查会先去掉这些空格再看内容。"},
    {"none; no document says how the platform treats spaces",
     "无；官方文档没有说明平台怎样处理空格"},
    {"kill_cow ,textures/a.png,...", "kill_cow ,textures/a.png,..."},
    {"kill_cow,textures/a.png,...", "kill_cow,textures/a.png,..."},
};

static const ach__kind cell_control = {
    "cell-control",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a control character in a cell", "单元格里有控制字符"},
    {"Control characters, such as NUL, tab and Ctrl-Z, cannot be seen and have no place in a text; "
     "a program may stop reading the text, or the whole table, there. They come from copying out "
     "of other programs or from a damaged file. Line breaks inside quotes are not meant here: see "
     "cell-line-break.",
     "NUL、制表符、Ctrl-Z 这类控制字符看不见，也不该出现在文字里；程序读到它时，文字甚至整张表格都"
     "可能被截断。它们多半是从别的程序复制时带来的，或者文件已经损坏。引号内的换行不在此列，见 "
     "cell-line-break。"},
    {"none; no document allows them", "无；没有官方文档允许使用控制字符"},
    {"first<TAB>,textures/a.png,...", "first<TAB>,textures/a.png,..."},
    {"first,textures/a.png,...", "first,textures/a.png,..."},
};

static const ach__kind cell_line_break = {
    "cell-line-break",
    ACH_NOTE,
    ACH__ASSUMED,
    {"a line break inside a cell", "单元格里有换行"},
    {"No document says whether the platform can read a cell of several lines: a program that reads "
     "the table line by line would see a broken row. Put the text on one line unless you have seen "
     "it work.",
     "官方文档没有说明平台能否读取多行的单元格；如果平台逐行读取表格，这一行就会被拆坏。除非已经确"
     "认可用，否则请把文字写成一行。"},
    {"none; no document says", "无；官方文档没有说明"},
    {"\"Defeat the boss\nwithout armour\"", "\"不穿护甲\n打败首领\""},
    {"Defeat the boss without armour", "不穿护甲打败首领"},
};

static const ach__kind node_id_empty = {
    "node-id-empty",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"a row without a NodeId", "有的行没有 NodeId"},
    {"Scripts and the cloud know an achievement only by its NodeId, so every row needs one.",
     "脚本和云端只靠 NodeId 认识一个成就，所以每一行都必须有。"},
    {configuration_en, configuration_zh},
    {",textures/a.png,textures/b.png,First steps,...", ",textures/a.png,textures/b.png,第一步,..."},
    {"first,textures/a.png,textures/b.png,First steps,...",
     "first,textures/a.png,textures/b.png,第一步,..."},
};

static const ach__kind node_id_duplicate = {
    "node-id-duplicate",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"two rows with the same NodeId", "有两行的 NodeId 相同"},
    {"The NodeId must be unique within one component: of two rows with the same one, a script can "
     "only ever reach one. It often happens when a row is copied. Upper and lower case make "
     "different NodeIds.",
     "同一个组件里 NodeId 不能重复：两行相同时，脚本只能用到其中一个。复制一行后忘记改，就会这样。"
     "大小写不同算不同的 NodeId。"},
    {configuration_en, configuration_zh},
    {"kill_cow,...\nkill_cow,...", "kill_cow,...\nkill_cow,..."},
    {"kill_cow,...\nkill_pig,...", "kill_cow,...\nkill_pig,..."},
};

static const ach__kind node_id_characters = {
    "node-id-characters",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a NodeId that is not 1 to 64 characters of A-Z, a-z, 0-9 and _",
     "NodeId 不是由 1 到 64 个英文字母、数字和下划线组成"},
    {"No document says which characters a NodeId may have. English letters, digits and the "
     "underscore work everywhere: in the table's GBK, in the UTF-8 of scripts and in the cloud. A "
     "Chinese NodeId has different bytes in the two encodings and may never match. Digits alone "
     "are fine, as in the official example, if your scripts pass them as text.",
     "官方文档没有规定 NodeId 可以用哪些字符。英文字母、数字和下划线在哪里都不会出错；而中文在 GBK "
     "表格和 UTF-8 脚本里的字节不同，可能永远对不上。像官方示例那样全用数字也可以，但脚本里要写成字"
     "符串。"},
    {"none; no document names the characters", "无；官方文档没有规定可用的字符"},
    {"击败牛,textures/a.png,...", "击败牛,textures/a.png,..."},
    {"kill_cow,textures/a.png,...", "kill_cow,textures/a.png,..."},
};

static const ach__kind title_empty = {
    "title-empty",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a row without a title", "有的行没有标题"},
    {"The title is the name under which players see the achievement.",
     "标题就是玩家看到的成就名称。"},
    {configuration_en, configuration_zh},
    {"first,textures/a.png,textures/b.png,,...", "first,textures/a.png,textures/b.png,,..."},
    {"first,textures/a.png,textures/b.png,First steps,...",
     "first,textures/a.png,textures/b.png,第一步,..."},
};

static const ach__kind description_empty = {
    "description-empty",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a row without a description", "有的行没有描述"},
    {"The description tells players what to do. No document says that it may be empty, and every "
     "row of the official example has one.",
     "描述告诉玩家要做什么。官方文档没有说可以留空，官方示例的每一行也都写了。"},
    {"none; no document says that it may be empty", "无；官方文档没有说可以留空"},
    {"...,First steps,,1,1", "...,第一步,,1,1"},
    {"...,First steps,Leave the harbour,1,1", "...,第一步,离开码头,1,1"},
};

static const ach__kind color_code = {
    "color-code",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a colour code that the game does not know", "有游戏不认识的颜色代码"},
    {"A colour or style is written as § followed by one of 0-9 or a-v, in lower case; anything "
     "else shows up as stray characters. If a UTF-8 text was opened as GBK, § has turned into 搂.",
     "颜色和样式写作 § 加一个字符：数字 0-9 或小写字母 a-v；写成别的，玩家会看到多余的字符。如果把 "
     "UTF-8 的文字当成 GBK 打开过，§ 会变成“搂”。"},
    {"none; no document lists the codes for this table; these are the game's",
     "无；官方文档没有列出此表可用的代码，这里以游戏本身的为准"},
    {"§Zgold", "§Z黄金"},
    {"§6gold", "§6黄金"},
};

static const ach__kind total_invalid = {
    "total-invalid",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a Total that is not a whole number from 1 to 2147483647",
     "Total 不是 1 到 2147483647 之间的整数"},
    {"Total is the progress at which the achievement is unlocked. It must be written with the "
     "digits 0 to 9 only; spreadsheets like to add decimals, separators or an exponent. The upper "
     "limit is the largest number of 32 bits, which every program can read.",
     "Total 是解锁成就所需的进度，只能用 0 到 9 的数字书写；表格软件常会自动加上小数、千位分隔符或"
     "指数。上限是 32 位整数的最大值，任何程序都能读取。"},
    {configuration_en, configuration_zh},
    {"1.00E+05", "1.00E+05"},
    {"100000", "100000"},
};

static const ach__kind total_blank = {
    "total-blank",
    ACH_WARNING,
    ACH__DOCUMENTED,
    {"a blank Total, which the platform takes as 1", "Total 留空，平台会按 1 处理"},
    {"The document gives Total the default value 1, so the first progress unlocks the achievement. "
     "Write the number to show that this is intended.",
     "官方文档规定 Total 的默认值是 1，也就是只要有一次进度就会解锁。请把数字写出来，表明这正是您想"
     "要的。"},
    {configuration_en, configuration_zh},
    {"...,Leave the harbour,,1", "...,离开码头,,1"},
    {"...,Leave the harbour,1,1", "...,离开码头,1,1"},
};

static const ach__kind rank_invalid = {
    "rank-invalid",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a Rank that is not a whole number from 0 to 2147483647",
     "Rank 不是 0 到 2147483647 之间的整数"},
    {"Rank puts the unfinished achievements in order, so the platform has to read it as a number. "
     "The document shows only whole numbers and no blank Rank.",
     "Rank 决定未完成成就的排列顺序，平台要把它当数字来读。官方文档里只出现过整数，也没有留空的 "
     "Rank。"},
    {"none; the document names the column, but not what it may hold",
     "无；官方文档列出了这一列，但没有规定可以写什么"},
    {"first", "第一"},
    {"1", "1"},
};

static const ach__kind rank_duplicate = {
    "rank-duplicate",
    ACH_NOTE,
    ACH__DOCUMENTED,
    {"two rows with the same Rank", "有两行的 Rank 相同"},
    {"Unfinished achievements are listed by Rank. Where two have the same one, the server decides "
     "their order, which may differ from the order in the table.",
     "未完成的成就按 Rank 排列。Rank 相同的谁先谁后由服务器决定，不一定按表格里的顺序。"},
    {configuration_en, configuration_zh},
    {"first,...,1\nsecond,...,1", "first,...,1\nsecond,...,1"},
    {"first,...,1\nsecond,...,2", "first,...,1\nsecond,...,2"},
};

static const char total_text_en[] =
    "Total is \"{value}\" but must be a whole number from 1 to 2147483647";
static const char total_text_zh[] = "Total 写的是“{value}”，必须是 1 到 2147483647 之间的整数";
static const char rank_text_en[] =
    "Rank is \"{value}\" but must be a whole number from 0 to 2147483647";
static const char rank_text_zh[] = "Rank 写的是“{value}”，必须是 0 到 2147483647 之间的整数";
static const char digits_help_en[] = "use only the digits 0 to 9, for example 10";
static const char digits_help_zh[] = "请只用 0 到 9 的数字书写，例如 10";
static const char large_help_en[] = "write a number of at most 2147483647";
static const char large_help_zh[] = "请改成不超过 2147483647 的数";
static const char wide_help_en[] = "these are full-width digits; type {plain} with half-width ones";
static const char wide_help_zh[] = "这些是全角数字，请改用半角输入：{plain}";
static const char scientific_help_en[] =
    "the spreadsheet has shortened the number and digits may be lost: give the cell a number "
    "format without decimals and type the number again";
static const char scientific_help_zh[] = "表格软件缩写了这个数，后面的数位可能已经丢失：请把单元格"
                                         "格式设为“数值”，小数位数设为 0，再重新输入";
static const char formatted_help_en[] =
    "give the cell a number format without decimals and separators, so that only digits are saved";
static const char formatted_help_zh[] =
    "请把单元格格式设为“数值”，小数位数设为 0，不使用千位分隔符，让保存下来的只有数字";

const ach__message ach__cells_messages[ACH__CELLS_MESSAGES] = {
    [ACH__ENCODING_LOSSY] =
        {&encoding_lossy,
         {"the \"?\" in \"{context}\" probably stands for a lost character",
          "“{context}”里的“?”很可能是丢失的字"},
         {"type the character again; if it is lost again, GBK does not have it: choose another. If "
          "a question mark is intended, use the full-width one (？)",
          "请重新输入这个字；如果保存后又变成“?”，说明 GBK 里没有它，请换一个字。如果本来就是问号，"
          "请用全角的“？”"},
         0},
    [ACH__CELL_SPACE_START] = {&cell_space,
                               {"{column} starts with a space", "{column} 的开头有空格"},
                               {"delete the space", "请删掉空格"},
                               0},
    [ACH__CELL_SPACE_END] = {&cell_space,
                             {"{column} ends with a space", "{column} 的结尾有空格"},
                             {"delete the space", "请删掉空格"},
                             0},
    [ACH__CELL_SPACE_BOTH] = {&cell_space,
                              {"{column} starts and ends with a space",
                               "{column} 的开头和结尾都有空格"},
                              {"delete the spaces", "请删掉开头和结尾的空格"},
                              0},
    [ACH__CELL_CONTROL] = {&cell_control,
                           {"{column} contains the control character {character}",
                            "{column} 里有控制字符 {character}"},
                           {"type the text of this cell again", "请把这个单元格的内容重新输入一遍"},
                           0},
    [ACH__CELL_CONTROL_NUL] =
        {&cell_control,
         {"{column} contains the control character {character} (NUL)",
          "{column} 里有控制字符 {character}（NUL，空字符）"},
         {"the file may be damaged: compare it with your own copy, and type the text of this cell "
          "again",
          "文件可能已经损坏：请和自己的备份比对，并把这个单元格的内容重新输入一遍"},
         0},
    [ACH__CELL_CONTROL_TAB] = {&cell_control,
                               {"{column} contains the control character {character} (a tab)",
                                "{column} 里有控制字符 {character}（制表符，即 Tab）"},
                               {"delete the tab, or replace it with a space",
                                "请删掉制表符，或者改成空格"},
                               0},
    [ACH__CELL_CONTROL_CTRL_Z] =
        {&cell_control,
         {"{column} contains the control character {character} (Ctrl-Z, an old end-of-file mark)",
          "{column} 里有控制字符 {character}（Ctrl-Z，旧式的文件结束标记）"},
         {"delete it; if it is alone on the last line, delete that line",
          "请删掉它；如果最后一行里只有它，请删掉这一行"},
         0},
    [ACH__CELL_CONTROL_BREAK] = {&cell_control,
                                 {"{column} contains a stray line end ({character})",
                                  "{column} 里混进了换行控制字符 {character}"},
                                 {"type the text of this cell again, on one line",
                                  "请把这个单元格的内容重新输入一遍，写成一行"},
                                 0},
    [ACH__CELL_CONTROL_NODE] =
        {&cell_control,
         {"{key} of the node \"{id}\" has the control character {character}, which no table may "
          "have",
          "节点“{id}”的 {key} 里有控制字符 {character}，表格里不能有这种字符"},
         {"delete it in the node file, or write a space in its place",
          "请在节点文件里删掉它，或者改成空格"},
         0},
    [ACH__CELL_LINE_BREAK] = {&cell_line_break,
                              {"{column} has a line break; no document says that the platform can "
                               "read it",
                               "{column} 里有换行，官方文档没有说明平台能否读取"},
                              {"put the text on one line, unless you have seen it work",
                               "请写成一行，除非已经确认平台可以读取"},
                              0},
    [ACH__NODE_ID_EMPTY] = {&node_id_empty,
                            {"this row has no NodeId", "这一行没有填 NodeId"},
                            {"write a NodeId that no other row has, the same as in your scripts",
                             "请填写一个不与其他行重复的 NodeId，要和脚本里用的一致"},
                            0},
    [ACH__NODE_ID_DUPLICATE] = {&node_id_duplicate,
                                {"NodeId \"{value}\" is already used in line {line}",
                                 "NodeId“{value}”在第 {line} 行已经用过"},
                                {"give this row a NodeId of its own, or delete the row if it is a "
                                 "copy",
                                 "请给这一行换一个 NodeId；如果是多复制的一行，请删掉"},
                                0},
    [ACH__NODE_ID_CHARACTERS] =
        {&node_id_characters,
         {"NodeId \"{value}\" contains \"{character}\" ({code}); only A-Z, a-z, 0-9 and _ are "
          "known to be safe",
          "NodeId“{value}”里有“{character}”（{code}），只有英文字母、数字和下划线是确定安全的"},
         {"choose a NodeId of English letters, digits and underscores, and change it in your "
          "scripts too",
          "请改用只含英文字母、数字和下划线的 NodeId，脚本里也要一起改"},
         0},
    [ACH__NODE_ID_LONG] = {&node_id_characters,
                           {"NodeId \"{value}\" has {length} characters; up to 64 are known to be "
                            "safe",
                            "NodeId“{value}”有 {length} 个字符，64 个以内才是确定安全的"},
                           {"choose a shorter NodeId, and change it in your scripts too",
                            "请改用短一些的 NodeId，脚本里也要一起改"},
                           0},
    [ACH__TITLE_EMPTY] = {&title_empty,
                          {"the title is empty", "标题（Title）是空的"},
                          {"write the name that players are to see", "请填写玩家看到的成就名称"},
                          0},
    [ACH__DESCRIPTION_EMPTY] = {&description_empty,
                                {"the description is empty", "描述（Description）是空的"},
                                {"write what players have to do", "请写明玩家要做什么"},
                                0},
    [ACH__COLOR_CODE_UNKNOWN] = {&color_code,
                                 {"{column} has \"{found}\", which is not a colour code",
                                  "{column} 里的“{found}”不是颜色代码"},
                                 {"write § followed by one of 0-9 or a-v, or delete the §",
                                  "请在 § 后面写 0-9 或 a-v 中的一个字符，或者删掉 §"},
                                 0},
    [ACH__COLOR_CODE_UPPER] = {&color_code,
                               {"{column} has the colour code \"{found}\" in upper case",
                                "{column} 里的颜色代码“{found}”用了大写字母"},
                               {"write it in lower case: {wanted}", "请改成小写：{wanted}"},
                               0},
    [ACH__COLOR_CODE_CUT] = {&color_code,
                             {"{column} ends with §, but no code follows",
                              "{column} 以 § 结尾，后面缺少代码"},
                             {"write one of 0-9 or a-v after it, or delete the §",
                              "请在后面补上 0-9 或 a-v 中的一个字符，或者删掉 §"},
                             0},
    [ACH__COLOR_CODE_MISREAD] =
        {&color_code,
         {"{column} has \"{found}\", which is probably the colour code {wanted} read in the wrong "
          "encoding",
          "{column} 里的“{found}”很可能是颜色代码 {wanted}，编码读错后变成了这样"},
         {"replace \"{found}\" with \"{wanted}\", and look for other characters that were read "
          "wrong",
          "请把“{found}”改成“{wanted}”，并检查其他文字有没有变成乱码"},
         0},
    [ACH__TOTAL_INVALID] = {&total_invalid,
                            {total_text_en, total_text_zh},
                            {digits_help_en, digits_help_zh},
                            0},
    [ACH__TOTAL_SMALL] = {&total_invalid,
                          {total_text_en, total_text_zh},
                          {"write the progress that unlocks the achievement, at least 1",
                           "请填写解锁成就所需的进度，至少为 1"},
                          0},
    [ACH__TOTAL_LARGE] = {&total_invalid,
                          {total_text_en, total_text_zh},
                          {large_help_en, large_help_zh},
                          0},
    [ACH__TOTAL_WIDE] = {&total_invalid,
                         {total_text_en, total_text_zh},
                         {wide_help_en, wide_help_zh},
                         0},
    [ACH__TOTAL_SCIENTIFIC] = {&total_invalid,
                               {total_text_en, total_text_zh},
                               {scientific_help_en, scientific_help_zh},
                               0},
    [ACH__TOTAL_FORMATTED] = {&total_invalid,
                              {total_text_en, total_text_zh},
                              {formatted_help_en, formatted_help_zh},
                              0},
    [ACH__TOTAL_BLANK] = {&total_blank,
                          {"Total is blank; the platform then uses 1",
                           "Total 留空，平台会按 1 处理"},
                          {"write 1 if that is intended, otherwise the number you want",
                           "如果就是 1，请写上 1；否则请填写需要的数"},
                          0},
    [ACH__RANK_INVALID] = {&rank_invalid,
                           {rank_text_en, rank_text_zh},
                           {digits_help_en, digits_help_zh},
                           0},
    [ACH__RANK_SMALL] = {&rank_invalid,
                         {rank_text_en, rank_text_zh},
                         {"write the position in the list, 0 or more", "请填写排列顺序，最小为 0"},
                         0},
    [ACH__RANK_LARGE] = {&rank_invalid,
                         {rank_text_en, rank_text_zh},
                         {large_help_en, large_help_zh},
                         0},
    [ACH__RANK_WIDE] = {&rank_invalid,
                        {rank_text_en, rank_text_zh},
                        {wide_help_en, wide_help_zh},
                        0},
    [ACH__RANK_SCIENTIFIC] = {&rank_invalid,
                              {rank_text_en, rank_text_zh},
                              {scientific_help_en, scientific_help_zh},
                              0},
    [ACH__RANK_FORMATTED] = {&rank_invalid,
                             {rank_text_en, rank_text_zh},
                             {formatted_help_en, formatted_help_zh},
                             0},
    [ACH__RANK_BLANK] = {&rank_invalid,
                         {"Rank is blank but must be a whole number from 0 to 2147483647",
                          "Rank 是空的，必须是 0 到 2147483647 之间的整数"},
                         {"write the position in the list, for example 1 in the first row",
                          "请填写排列顺序，例如第一行写 1"},
                         0},
    [ACH__RANK_DUPLICATE] = {&rank_duplicate,
                             {"Rank {value} is already used in line {line}, so the server decides "
                              "which comes first",
                              "Rank {value} 在第 {line} 行已经用过，谁先谁后由服务器决定"},
                             {"give each row a Rank of its own if the order matters",
                              "如果在意顺序，请让每一行的 Rank 各不相同"},
                             0},
};

const ach__remark ach__node_id_first = {{"first used here", "第一次用在这里"}};
const ach__remark ach__rank_first = {{"first used here", "第一次用在这里"}};

const ach__family ach__cells_family = {
    "cells", {"Rows and cells", "行与单元格"}, ach__cells_messages, ACH__CELLS_MESSAGES};
