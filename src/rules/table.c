/* The family "table": encoding, quoting, header and row shapes, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/table.h"

#define CONFIGURATION                                                                              \
    { "Achievement system function configuration document", "《成就系统功能配置文档》" }
#define HEADER "NodeId,PrePic,FinPic,Title,Description,Total,Rank"
#define HEADER_PAIR                                                                                \
    { HEADER, HEADER }
#define SAVE_AS_EN                                                                                 \
    "in the spreadsheet choose Save As and the file type \"CSV (Comma delimited) (*.csv)\", not "  \
    "\"CSV UTF-8\""
#define SAVE_AS_ZH                                                                                 \
    "请在 Excel 或 WPS 里选“另存为”，文件类型选“CSV（逗号分隔）(*.csv)”，不要选“CSV UTF-8”"

static const ach__kind encoding_utf8 = {
    "encoding-utf8",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the table is UTF-8; the platform reads GBK", "表格是 UTF-8 编码，平台要求 GBK"},
    {"The documents ask for GBK, the encoding of Chinese Windows, and warn that a table in another "
     "encoding may be read wrongly: Chinese titles then turn into garbage. On Chinese Windows the "
     "spreadsheet type \"CSV (Comma delimited)\" is GBK, and \"CSV UTF-8\" is not. On other "
     "systems use a program that lets you choose the encoding when you save, such as LibreOffice "
     "or a text editor, and choose GBK.",
     "官方文档要求使用 GBK（中文 Windows 的编码），并提醒其他编码可能导致配置读取出错：中文标题会变"
     "成乱码。在中文 Windows 上，表格软件的“CSV（逗号分隔）”类型就是 GBK，“CSV UTF-8”则不是。在其他"
     "系统上，请使用保存时可以选择编码的软件（例如 LibreOffice 或文本编辑器），编码选 GBK。"},
    CONFIGURATION,
    {"saved as: CSV UTF-8 (Comma delimited) (*.csv)", "保存类型：CSV UTF-8（逗号分隔）(*.csv)"},
    {"saved as: CSV (Comma delimited) (*.csv)", "保存类型：CSV（逗号分隔）(*.csv)"},
};

static const ach__kind encoding_utf16 = {
    "encoding-utf16",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the table is UTF-16; the platform reads GBK", "表格是 UTF-16 编码，平台要求 GBK"},
    {"The documents ask for GBK. The spreadsheet type \"Unicode text\" is UTF-16 with tabs between "
     "the cells, which the platform cannot read.",
     "官方文档要求使用 GBK。表格软件的“Unicode 文本”类型是 UTF-16 编码，单元格之间用制表符隔开，平"
     "台读不了。"},
    CONFIGURATION,
    {"saved as: Unicode text (*.txt)", "保存类型：Unicode 文本 (*.txt)"},
    {"saved as: CSV (Comma delimited) (*.csv)", "保存类型：CSV（逗号分隔）(*.csv)"},
};

static const ach__kind encoding_invalid = {
    "encoding-invalid",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"bytes that are not GBK text, or a character that GBK does not have",
     "有不属于 GBK 的字节，或 GBK 里没有的字"},
    {"The documents ask for GBK. A character cut in half, or text pasted from a file in another "
     "encoding, leaves bytes that are not a character. Emoji, many symbols and some rare "
     "characters are not in GBK at all, even if a larger encoding such as GB18030 has them.",
     "官方文档要求使用 GBK。汉字被截掉一半，或混进了其他编码的文字，都会留下无法识别的字节。表情符"
     "号、许多特殊符号和一部分生僻字在 GBK 里根本没有，即使 GB18030 等更大的编码收录了它们。"},
    CONFIGURATION,
    {"Victory 🎉", "胜利🎉"},
    {"Victory ★", "胜利★"},
};

static const ach__kind encoding_unportable = {
    "encoding-unportable",
    ACH_ERROR,
    ACH__ASSUMED,
    {"the byte 0x80 or a user-defined character, which programs read differently",
     "有 0x80 字节或自造字，各个程序的读法不同"},
    {"Windows reads the byte 0x80 as the euro sign and keeps places in GBK for characters that "
     "users draw themselves. Other programs refuse these bytes or show something else, so players "
     "may not see what you see.",
     "Windows 用 0x80 表示欧元符号，还在 GBK 里留出位置放用户自造字。别的程序要么拒绝这些字节，要么"
     "显示成别的字，玩家看到的可能和您看到的不一样。"},
    {"none; no document says which variant of GBK the platform reads",
     "无；官方文档没有说明平台读取哪一种 GBK"},
    {"Pay €5", "支付 €5"},
    {"Pay 5 euros", "支付 5 欧元"},
};

static const ach__kind encoding_ambiguous = {
    "encoding-ambiguous",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a table with so little Chinese text that it could be GBK or UTF-8",
     "中文太少，看不出表格是 GBK 还是 UTF-8"},
    {"A few characters can be valid in both encodings and mean different things. The table is then "
     "read as GBK, as the platform does. With a little more Chinese text the encoding is certain.",
     "只有几个字时，同样的字节在两种编码里都说得通，意思却不同。这时按平台的要求当作 GBK 读取。中文"
     "再多一些，编码就能确定。"},
    {"none; the encoding is guessed from the bytes alone", "无；编码只能根据字节判断"},
    {"an English table with a single § saved as UTF-8", "全是英文的表格，只有一个“§”，存为 UTF-8"},
    {"the same table, saved as GBK, with a Chinese title", "同一张表格，加上中文标题，存为 GBK"},
};

static const ach__kind csv_quote = {
    "csv-quote",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a double quote in the wrong place, or without its partner", "英文双引号位置不对，或没有成对"},
    {"In a CSV file a double quote at the start of a cell means that the cell goes on to the next "
     "double quote, across commas and line ends. One quote too many or too few makes the rest of "
     "the table unreadable. Spreadsheets write the quotes correctly; editing by hand easily breaks "
     "them. This line is left out of the other checks.",
     "在 CSV 文件里，单元格开头的英文双引号表示：内容一直到下一个双引号为止，中间的逗号和换行都算内"
     "容。多一个或少一个双引号，后面的表格就全乱了。表格软件写出的双引号不会错，手工修改时容易出"
     "错。这一行不再参加其他检查。"},
    {"implied: the documents ask for a CSV file", "由官方文档要求使用 CSV 文件推知"},
    {"first,textures/a.png,textures/b.png,\"First steps,Leave home,1,1",
     "first,textures/a.png,textures/b.png,\"第一步,离开家,1,1"},
    {"first,textures/a.png,textures/b.png,\"First steps\",Leave home,1,1",
     "first,textures/a.png,textures/b.png,\"第一步\",离开家,1,1"},
};

static const ach__kind header_missing_column = {
    "header-missing-column",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"one of the seven columns is missing", "缺少规定的七列之一"},
    {"The first line of the table names its columns: " HEADER
     ". The names are fixed, with commas between them and nothing above them.",
     "表格的第一行写列名：" HEADER "。列名固定不变，用英文逗号隔开，上面不能有别的内容。"},
    CONFIGURATION,
    {"NodeId,PrePic,FinPic,Title,Description,Rank", "NodeId,PrePic,FinPic,Title,Description,Rank"},
    HEADER_PAIR,
};

static const ach__kind header_unknown_column = {
    "header-unknown-column",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"a column that the platform does not know", "有平台不认识的列"},
    {"The columns and their names are fixed: " HEADER
     ". A misspelt name counts as another column. Only one more column is allowed, ParentNode: it "
     "gives the tree to authors and is left out of the package.",
     "列和列名是固定的：" HEADER "。列名写错一个字母，就成了另一列。只可以另加一列 ParentNode，用来"
     "编写节点的层级，打包时会去掉。"},
    CONFIGURATION,
    {"NodeId,PrePic,FinPic,Titel,Description,Total,Rank",
     "NodeId,PrePic,FinPic,Titel,Description,Total,Rank"},
    HEADER_PAIR,
};

static const ach__kind header_duplicate_column = {
    "header-duplicate-column",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"a column that appears twice", "有一列出现了两次"},
    {"Each column may appear only once. If two have the same name, the platform may read either of "
     "them; here the first one counts.",
     "每一列只能出现一次。有两列同名时，平台可能读取其中任何一列；这里以前面的一列为准。"},
    CONFIGURATION,
    {"NodeId,PrePic,FinPic,Title,Title,Description,Total,Rank",
     "NodeId,PrePic,FinPic,Title,Title,Description,Total,Rank"},
    HEADER_PAIR,
};

static const ach__kind header_order = {
    "header-order",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"the columns are not in the documented order", "列的顺序与官方文档不同"},
    {"The document fixes the "
     "content of the table, and its "
     "example gives the columns in "
     "the order " HEADER ". A program that goes by position would mix them up.",
     "官方文档规定了表格的内容，示例中各列的顺序是 " HEADER
     "。如果平台按位置读取，顺序一变，内容就会错位。"},
    CONFIGURATION,
    {"NodeId,Title,Description,PrePic,FinPic,Total,Rank",
     "NodeId,Title,Description,PrePic,FinPic,Total,Rank"},
    HEADER_PAIR,
};

static const ach__kind row_fields = {
    "row-fields",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a row with more or fewer cells than the header", "有的行单元格数与表头不一致"},
    {"Every row needs one cell for each column; otherwise its cells belong to the wrong columns. "
     "The usual cause is a comma inside a text, which must then be in double quotes.",
     "每一行都要和表头的列一一对应，否则内容会错位。最常见的原因是文字里有英文逗号，这时要给整个单"
     "元格加上英文双引号。"},
    CONFIGURATION,
    {"first,textures/a.png,textures/b.png,First steps,Hello, world,1,1",
     "first,textures/a.png,textures/b.png,第一步,你好,世界,1,1"},
    {"first,textures/a.png,textures/b.png,First steps,\"Hello, world\",1,1",
     "first,textures/a.png,textures/b.png,第一步,\"你好,世界\",1,1"},
};

static const ach__kind row_blank = {
    "row-blank",
    ACH_WARNING,
    ACH__ASSUMED,
    {"an empty line, or a row of empty cells", "有空行，或单元格全空的行"},
    {"No document says what the platform makes of an empty row; it may take it for an achievement "
     "without a NodeId. Spreadsheets leave such rows behind when only the content of the cells was "
     "deleted.",
     "官方文档没有说明平台怎样处理空行，它可能被当成一个没有 NodeId 的成就。在表格软件里只清除内"
     "容、没有删除整行，就会留下这样的行。"},
    {"none; no document says", "无；官方文档没有说明"},
    {"first,textures/a.png,...\n,,,,,,\nsecond,textures/b.png,...",
     "first,textures/a.png,...\n,,,,,,\nsecond,textures/b.png,..."},
    {"first,textures/a.png,...\nsecond,textures/b.png,...",
     "first,textures/a.png,...\nsecond,textures/b.png,..."},
};

static const ach__kind rows_none = {
    "rows-none",
    ACH_ERROR,
    ACH__IMPLIED,
    {"the table has a header but no achievements", "表格只有表头，没有成就"},
    {"Every achievement needs a row of its own below the header. Without any, the package would be "
     "empty.",
     "表头下面每个成就占一行。一行都没有，成就包就是空的。"},
    CONFIGURATION,
    HEADER_PAIR,
    {HEADER "\nfirst,textures/a.png,textures/b.png,First steps,Leave home,1,1",
     HEADER "\nfirst,textures/a.png,textures/b.png,第一步,离开家,1,1"},
};

const ach__remark ach__column_first = {
    {"{column} is here already", "{column} 列已经在这里"},
};

const ach__remark ach__quote_goes_on = {
    {"the next double quote is here, and it does not end a cell",
     "下一个英文双引号在这里，但它不在单元格的结尾"},
};

const ach__message ach__table_messages[ACH__TABLE_MESSAGES] = {
    [ACH__ENCODING_UTF8] = {&encoding_utf8,
                            {"the table is UTF-8; the platform reads GBK",
                             "表格是 UTF-8 编码，平台要求 GBK"},
                            {SAVE_AS_EN, SAVE_AS_ZH},
                            0},
    [ACH__ENCODING_UTF8_MARK] = {&encoding_utf8,
                                 {"the table is UTF-8 with a byte order mark; the platform reads "
                                  "GBK",
                                  "表格是带 BOM 的 UTF-8 编码，平台要求 GBK"},
                                 {SAVE_AS_EN, SAVE_AS_ZH},
                                 0},
    [ACH__ENCODING_UTF16] =
        {&encoding_utf16,
         {"the table is UTF-16 (\"Unicode text\"); the platform reads GBK",
          "表格是 UTF-16 编码（“Unicode 文本”），平台要求 GBK"},
         {"in the spreadsheet choose Save As and the file type \"CSV (Comma delimited) (*.csv)\"",
          "请在 Excel 或 WPS 里选“另存为”，文件类型选“CSV（逗号分隔）(*.csv)”"},
         0},
    [ACH__ENCODING_INVALID] =
        {&encoding_invalid,
         {"not GBK text at offset {offset} (bytes in hex: {bytes})",
          "偏移 {offset} 处不是 GBK 文字（十六进制字节：{bytes}）"},
         {"type the text here again, then save the table as \"CSV (Comma delimited) (*.csv)\"",
          "请把这里的文字重新输入一遍，再存为“CSV（逗号分隔）(*.csv)”"},
         0},
    [ACH__ENCODING_INVALID_UTF8] =
        {&encoding_invalid,
         {"not UTF-8 text at offset {offset}, unlike the rest of the table (bytes in hex: {bytes})",
          "偏移 {offset} 处不是 UTF-8 文字，而表格其余部分是 UTF-8（十六进制字节：{bytes}）"},
         {"type the text here again before you save the table as GBK",
          "请先把这里的文字重新输入一遍，再把表格存为 GBK"},
         0},
    [ACH__ENCODING_INVALID_UTF16] =
        {&encoding_invalid,
         {"half a UTF-16 character at offset {offset} (bytes in hex: {bytes})",
          "偏移 {offset} 处只有半个 UTF-16 字符（十六进制字节：{bytes}）"},
         {"type the text here again before you save the table as GBK",
          "请先把这里的文字重新输入一遍，再把表格存为 GBK"},
         0},
    [ACH__ENCODING_INVALID_GB18030] = {&encoding_invalid,
                                       {"\"{character}\" ({code}) is in GB18030 but not in GBK",
                                        "“{character}”（{code}）在 GB18030 里有，在 GBK 里没有"},
                                       {"replace it with a character that GBK has",
                                        "请换成 GBK 里有的字"},
                                       0},
    [ACH__ENCODING_INVALID_LACKS] =
        {&encoding_invalid,
         {"\"{character}\" ({code}) is not in GBK and would be lost",
          "GBK 里没有“{character}”（{code}），存为 GBK 时会丢失"},
         {"replace it with a character that GBK has before you save the table as GBK",
          "请先换成 GBK 里有的字，再把表格存为 GBK"},
         0},
    [ACH__ENCODING_INVALID_REPLACE] = {&encoding_invalid,
                                       {"\"{character}\" ({code}) is not in GBK and would be lost",
                                        "GBK 里没有“{character}”（{code}），存为 GBK 时会丢失"},
                                       {"write \"{replacement}\" instead; it looks much the same",
                                        "请改用样子相近的“{replacement}”"},
                                       0},
    [ACH__ENCODING_INVALID_HIDDEN] =
        {&encoding_invalid,
         {"an invisible character ({code}) is not in GBK and would be lost or become \"?\"",
          "这里有一个看不见的字符（{code}），GBK 里没有，存为 GBK 时会丢失或变成“?”"},
         {"delete it, or type the text of this cell again",
          "请删掉它，或把这个单元格的文字重新输入一遍"},
         0},
    [ACH__ENCODING_INVALID_SPACE] = {&encoding_invalid,
                                     {"a special space ({code}) is not in GBK and would become "
                                      "\"?\"",
                                      "这里有一个特殊空格（{code}），GBK 里没有，存为 GBK 时会变成"
                                      "“?”"},
                                     {"type an ordinary space instead", "请改成普通空格"},
                                     0},
    [ACH__ENCODING_UNPORTABLE_EURO] = {&encoding_unportable,
                                       {"the byte 0x80 is the euro sign for some programs and an "
                                        "error for others",
                                        "字节 0x80 在有的程序里是欧元符号，在有的程序里是错误"},
                                       {"write the word \"euro\" instead of the sign",
                                        "请写“欧元”，不要用符号“€”"},
                                       0},
    [ACH__ENCODING_UNPORTABLE_PRIVATE] =
        {&encoding_unportable,
         {"a user-defined character ({code}, bytes in hex: {bytes}), which others see as something "
          "else or not at all",
          "这里有一个自造字（{code}，十六进制字节：{bytes}），别人看到的可能是别的字，也可能什么都"
          "看不到"},
         {"replace it with a character that GBK has", "请换成 GBK 里有的字"},
         0},
    [ACH__ENCODING_AMBIGUOUS] =
        {&encoding_ambiguous,
         {"this is \"{gbk}\" in GBK but \"{utf8}\" in UTF-8; the table is read as GBK",
          "这里按 GBK 读是“{gbk}”，按 UTF-8 读是“{utf8}”；表格按 GBK 读取"},
         {"if it should be \"{utf8}\", save the table as \"CSV (Comma delimited) (*.csv)\"",
          "如果应该是“{utf8}”，请把表格另存为“CSV（逗号分隔）(*.csv)”"},
         0},
    [ACH__CSV_QUOTE_OPEN] = {&csv_quote,
                             {"the double quote that opens this cell is never closed",
                              "这个单元格以英文双引号开头，却没有结尾的双引号"},
                             {"add a double quote at the end of the cell, or delete this one",
                              "请在单元格末尾补一个英文双引号，或删掉开头的这个"},
                             0},
    [ACH__CSV_QUOTE_LINES] =
        {&csv_quote,
         {"the double quote that opens this cell is not closed: the next one, in line {line}, is "
          "in the middle of a text",
          "这个单元格以英文双引号开头，却没有配对：下一个双引号在第 {line} 行，但位于文字中间"},
         {"add a double quote at the end of the cell, or delete this one",
          "请在单元格末尾补一个英文双引号，或删掉开头的这个"},
         0},
    [ACH__CSV_QUOTE_BEHIND] =
        {&csv_quote,
         {"there is text after the double quote that closes this cell",
          "这个单元格在结尾的英文双引号之后还有文字"},
         {"inside a quoted cell write each double quote twice: \"say \"\"hello\"\" to him\"",
          "在带英文双引号的单元格里，内容中的每个双引号要写两遍：\"他说\"\"你好\"\"就走了\""},
         0},
    [ACH__CSV_QUOTE_INSIDE] =
        {&csv_quote,
         {"there is a double quote in the middle of a cell that does not begin with one",
          "英文双引号出现在单元格中间，而这个单元格不是以双引号开头的"},
         {"put the whole cell in double quotes and write this quote twice, or use the Chinese "
          "quotes “ ”",
          "请给整个单元格加上英文双引号，并把这个双引号写两遍；或改用中文引号“ ”"},
         0},
    [ACH__CSV_QUOTE_SPACE] = {&csv_quote,
                              {"there is a space before the double quote that opens this cell",
                               "单元格开头的英文双引号前面有空格"},
                              {"delete the space: the quote must directly follow the comma",
                               "请删掉空格：双引号要紧跟在逗号后面"},
                              0},
    [ACH__HEADER_MISSING] = {&header_missing_column,
                             {"the column {column} is missing", "缺少 {column} 列"},
                             {"the first line must be " HEADER, "第一行必须是 " HEADER},
                             0},
    [ACH__HEADER_EMPTY_FILE] =
        {&header_missing_column,
         {"the table is empty; it must have a header and a row for each achievement",
          "表格是空的，应当有表头，并且每个成就占一行"},
         {"the first line must be " HEADER, "第一行必须是 " HEADER},
         0},
    [ACH__HEADER_ABSENT] = {&header_missing_column,
                            {"the first line is not the header; it must be " HEADER,
                             "第一行不是表头，应当是 " HEADER},
                            {"insert the header above this line", "请在这一行上面插入表头"},
                            0},
    [ACH__HEADER_FOREIGN] = {&header_missing_column,
                             {"the first line does not have the column names; it must be " HEADER,
                              "第一行没有规定的列名，应当是 " HEADER},
                             {"replace the first line; the names must not be translated",
                              "请把第一行改成上面的列名，不要翻译成中文"},
                             0},
    [ACH__HEADER_TABS] =
        {&header_missing_column,
         {"the cells are separated by tabs; they must be separated by commas",
          "单元格之间用的是制表符，应当用英文逗号"},
         {"in the spreadsheet choose Save As and the file type \"CSV (Comma delimited) (*.csv)\"",
          "请在 Excel 或 WPS 里选“另存为”，文件类型选“CSV（逗号分隔）(*.csv)”"},
         0},
    [ACH__HEADER_SEMICOLONS] =
        {&header_missing_column,
         {"the cells are separated by semicolons; they must be separated by commas",
          "单元格之间用的是分号，应当用英文逗号"},
         {"in the region settings of Windows set the list separator to a comma, then save the "
          "table again",
          "请在 Windows 的“区域”设置里把“列表分隔符”改成英文逗号，再重新保存表格"},
         0},
    [ACH__HEADER_WIDE_COMMAS] =
        {&header_missing_column,
         {"the column names are separated by full-width commas (，); they must be plain commas (,)",
          "列名之间用的是中文逗号“，”，应当用英文逗号“,”"},
         {"replace the commas between the cells in every row",
          "请把所有行里单元格之间的逗号都换成英文逗号"},
         0},
    [ACH__HEADER_UNKNOWN] = {&header_unknown_column,
                             {"the platform has no column \"{found}\"", "平台没有“{found}”这一列"},
                             {"did you mean {suggestion}?", "是不是想写 {suggestion}？"},
                             0},
    [ACH__HEADER_STRANGER] = {&header_unknown_column,
                              {"the platform has no column \"{found}\"", "平台没有“{found}”这一列"},
                              {"delete the column; keep your own notes in another file",
                               "请删掉这一列；备注可以写在别的文件里"},
                              0},
    [ACH__HEADER_SPACE] = {&header_unknown_column,
                           {"the column name \"{found}\" has a space at its start or end",
                            "列名“{found}”的开头或结尾有空格"},
                           {"write {suggestion} without spaces", "请写成 {suggestion}，不带空格"},
                           0},
    [ACH__HEADER_EMPTY_COLUMN] =
        {&header_unknown_column,
         {"columns without a name in the header: {count}", "表头有 {count} 列没有写列名"},
         {"delete these columns in the spreadsheet (delete them, do not just clear them), or "
          "delete the extra commas",
          "请在表格软件里删除这些空列（要“删除”，不是“清除内容”），或删掉多余的逗号"},
         0},
    [ACH__HEADER_MORE] = {&header_unknown_column,
                          {"further columns that the platform does not have: {count}",
                           "后面还有 {count} 列是平台没有的"},
                          {"check that this is the right file", "请检查是否选错了文件"},
                          0},
    [ACH__HEADER_DUPLICATE] = {&header_duplicate_column,
                               {"the column {column} appears twice; the first one counts",
                                "{column} 列出现了两次，以前面的为准"},
                               {"delete one of them", "请删掉其中一列"},
                               0},
    [ACH__HEADER_ORDER] = {&header_order,
                           {"the columns are in the order {found}; it must be " HEADER,
                            "列的顺序是 {found}，应当是 " HEADER},
                           {"move the columns in the spreadsheet, together with their cells",
                            "请在表格软件里移动整列，连同下面的内容一起"},
                           0},
    [ACH__ROW_FEWER] = {&row_fields,
                        {"this row has too few cells: {found} instead of {wanted}",
                         "这一行的单元格太少：只有 {found} 个，应当有 {wanted} 个"},
                        {"add what is missing; an empty cell still needs its comma",
                         "请补上缺少的内容；空单元格也要有逗号"},
                        0},
    [ACH__ROW_MORE] = {&row_fields,
                       {"this row has too many cells: {found} instead of {wanted}",
                        "这一行的单元格太多：有 {found} 个，应当有 {wanted} 个"},
                       {"if a text has a comma in it, put the whole cell in double quotes or use "
                        "the Chinese comma (，)",
                        "如果文字里有英文逗号，请给整个单元格加上英文双引号，或改用中文逗号“，”"},
                       0},
    [ACH__ROW_MORE_EMPTY] =
        {&row_fields,
         {"this row has too many cells: {found} instead of {wanted}, the last ones empty",
          "这一行的单元格太多：有 {found} 个，应当有 {wanted} 个，多出来的都是空的"},
         {"delete the commas at the end of the line", "请删掉行末多余的逗号"},
         0},
    [ACH__ROW_BLANK_LINE] = {&row_blank,
                             {"this line is empty", "这里有一个空行"},
                             {"delete the line", "请删掉这一行"},
                             0},
    [ACH__ROW_BLANK_RUN] =
        {&row_blank,
         {"{count} empty rows begin here", "从这里起有 {count} 个空行"},
         {"delete these rows (in the spreadsheet: the whole rows, not only their content)",
          "请删掉这些行（在表格软件里要删除整行，而不是只清除内容）"},
         0},
    [ACH__ROW_BLANK_CELLS] =
        {&row_blank,
         {"all cells of this row are empty", "这一行的单元格全是空的"},
         {"delete the row (in the spreadsheet: the whole row, not only its content)",
          "请删掉这一行（在表格软件里要删除整行，而不是只清除内容）"},
         0},
    [ACH__ROWS_NONE] = {&rows_none,
                        {"the table has a header but no achievements", "表格只有表头，没有成就"},
                        {"write one row for each achievement below the header",
                         "请在表头下面为每个成就写一行"},
                        0},
    [ACH__ROWS_LOCAL] =
        {&rows_none,
         {"IsCloud is FALSE in every row, so the package would have no achievements",
          "每一行的 IsCloud 都是 FALSE，成就包里就没有成就了"},
         {"write TRUE in IsCloud, or leave it blank, for the cloud achievements",
          "请在云端成就的 IsCloud 里填 TRUE，或者留空"},
         0},
};

const ach__family ach__table_family = {
    "table",
    {"The table: NodeSetting.csv", "表格：NodeSetting.csv"},
    ach__table_messages,
    ACH__TABLE_MESSAGES,
};
