/* The family "progress": records of progress that are copied, renamed or verified.
 * SPDX-License-Identifier: MIT */
#include "rules/progress.h"

#define NO_SOURCE                                                                                  \
    {                                                                                              \
        "none; no document says how progress is kept outside the platform",                        \
            "无；官方文档没有说明平台以外的进度怎样保存"                      \
    }

static const ach__kind syntax = {
    "import-syntax",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a line to import that is not one JSON object", "要导入的行不是一个 JSON 对象"},
    {"\"achpack progress import\" reads one record a line, each a JSON object, as \"achpack "
     "progress export\" writes them. As long as one line is wrong, nothing at all is imported.",
     "“achpack progress import”每行读一条记录，每条是一个 JSON 对象，与“achpack progress "
     "export”写出的相同。只要有一行不对，就什么也不导入。"},
    NO_SOURCE,
    {"{\"player\":\"Steve\",\"node\":\"first\",\"progr",
     "{\"player\":\"小明\",\"node\":\"first\",\"progr"},
    {"{\"player\":\"Steve\",\"node\":\"first\",\"progress\":3,\"version\":2,\"completed_at\":0,"
     "\"extra\":\"\"}",
     "{\"player\":\"小明\",\"node\":\"first\",\"progress\":3,\"version\":2,\"completed_at\":0,"
     "\"extra\":\"\"}"},
};

static const ach__kind line_record = {
    "import-record",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a line to import that is no record of progress", "要导入的行不是进度记录"},
    {"A record has player, node, progress, version, completed_at and extra, each within the limits "
     "of stores; definition may be left out. What is missing or unknown is not guessed at. As long "
     "as one line is wrong, nothing at all is imported.",
     "一条记录要有 player、node、progress、version、completed_at 和 "
     "extra，并且都在进度库允许的范围内；definition "
     "可以不写。缺少的和不认识的内容都不会猜测。只要有一行不对，就什么也不导入。"},
    NO_SOURCE,
    {"\"progress\":\"3\"", "\"progress\":\"3\""},
    {"\"progress\":3", "\"progress\":3"},
};

static const ach__kind conflict = {
    "import-conflict",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a record to import that the store has already, with other contents",
     "要导入的记录在进度库里已有，但内容不同"},
    {"The player may have gone on since the copy was made, so the store's record stays as it is. "
     "The other records are imported. With --force the file's record takes its place; its version "
     "is then counted up, so that a server that knows the old one notices.",
     "玩家可能在导出之后又有了新进度，所以进度库里的记录保持不变，其他记录照常导入。加上 --force "
     "则用文件里的记录覆盖；这时版本号会继续增大，让记得旧记录的服务器能够发现。"},
    NO_SOURCE,
    {"progress 3 in the file, 5 in the store", "文件里是 3，进度库里是 5"},
    {"3 in both, or no record in the store", "两边都是 3，或进度库里没有这条记录"},
};

static const ach__kind renaming = {
    "rename-refused",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a player whose records cannot be given to another", "无法把玩家的记录转给另一个 ID"},
    {"Renaming gives all records of one player id to another one, which must have none: two "
     "players' progress is never mixed. Nothing was changed.",
     "改名会把一个玩家 ID 的全部记录转给另一个 ID，而后者必须还没有记录：两个玩家的进度绝不会混在"
     "一起。没有改动任何内容。"},
    NO_SOURCE,
    {"achpack progress rename Steve Alex, where Alex has records",
     "achpack progress rename 小明 小红，而小红已有记录"},
    {"achpack progress rename Steve Alex, where Alex has none",
     "achpack progress rename 小明 小红，而小红没有记录"},
};

static const ach__kind total = {
    "record-total",
    ACH_ERROR,
    ACH__IMPLIED,
    {"progress that has reached its Total without being completed", "进度达到了 Total 却没有完成"},
    {"Who reaches the Total is complete from that moment on, and completed_at says when. Where the "
     "Total was lowered later this is no fault: it is completed when progress is added next.",
     "进度达到 Total 的那一刻就算完成，completed_at 记录完成时间。如果是后来调低了 "
     "Total，则不算错误：玩家下一次增加进度时就会完成。"},
    {"Cloud achievement API: completed_at", "《云端成就接口》：completed_at"},
    {"progress 5, Total 5, completed_at 0", "进度 5，Total 5，completed_at 0"},
    {"progress 5, Total 5, completed_at 1700000000", "进度 5，Total 5，completed_at 1700000000"},
};

static const ach__kind completed = {
    "record-completed",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a time of completion that cannot be right", "完成时间不可能正确"},
    {"completed_at alone decides whether an achievement is complete: 0 means no, anything else is "
     "the moment in seconds since 1970. Nobody completes an achievement without progress, or in "
     "the future.",
     "是否完成只看 completed_at：0 表示没有完成，其他数是完成的时间（从 1970 "
     "年起的秒数）。没有进度就不会完成，也不会在将来完成。"},
    {"Cloud achievement API: completed_at", "《云端成就接口》：completed_at"},
    {"completed_at 1700000000000 (milliseconds)", "completed_at 1700000000000（误用了毫秒）"},
    {"completed_at 1700000000", "completed_at 1700000000"},
};

static const ach__kind version = {
    "record-version",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a record whose version cannot be counted up any more", "版本号已经不能再增大的记录"},
    {"Each change counts the version up by one. This one is the highest that there is, so the "
     "record can never be changed again.",
     "每次修改都会让版本号加一。这条记录的版本号已经是最大值，以后再也不能修改。"},
    NO_SOURCE,
    {"version 9223372036854775807", "version 9223372036854775807"},
    {"version 3", "version 3"},
};

static const ach__kind unknown = {
    "record-node-unknown",
    ACH_WARNING,
    ACH__ASSUMED,
    {"progress in a node that does not exist", "有进度的节点不存在"},
    {"Records stay when their node is taken out of the table; nobody sees them any more. Where the "
     "NodeId was only renamed, players have lost their progress.",
     "从表格中删除节点后，记录仍然保留，只是不再显示。如果只是改了 NodeId，玩家就丢失了进度。"},
    {"none; no document says what becomes of them", "无；官方文档没有说明这些记录会怎样"},
    {"a record of \"frist\" while the table has \"first\"", "记录里是 “frist”，表格里是 “first”"},
    {"a record of \"first\"", "记录里是 “first”"},
};

static const ach__kind definition = {
    "record-definition",
    ACH_NOTE,
    ACH__ASSUMED,
    {"progress that was stored under another definition of its node",
     "进度是在节点定义不同的时候保存的"},
    {"Each record keeps the fingerprint of its node's row and pictures. They have changed since. "
     "Completed achievements stay completed; the others are judged by the new Total at the next "
     "progress.",
     "每条记录都保存了节点所在行和图片的指纹，现在已经不同。已完成的成就仍然算完成，其他的在下一次"
     "增加进度时按新的 Total 判断。"},
    NO_SOURCE,
    {"Total was 5 and is 10 now", "Total 原来是 5，现在是 10"},
    {"a node that never changed", "从未改动的节点"},
};

static const ach__kind unread = {
    "record-unread",
    ACH_ERROR,
    ACH__ASSUMED,
    {"records that could not be verified, because the store could not be read to its end",
     "进度库没能读到最后，有些记录没有检查"},
    {"A store refuses records against its own rules, such as progress below 0 or extra data that "
     "is not UTF-8. Reading ends there, so nothing is known about what comes behind.",
     "进度库会拒绝不合规则的记录，例如进度小于 0、附加数据不是 "
     "UTF-8。读到这里就停了，后面的内容不得而知。"},
    NO_SOURCE,
    {"a file whose middle was overwritten", "中间被覆盖的文件"},
    {"a store that is read to its end", "能读到最后的进度库"},
};

static const ach__kind more = {
    "findings-more",
    ACH_NOTE,
    ACH__ASSUMED,
    {"findings of one kind that are too many to show", "同一类问题太多，没有全部显示"},
    {"A store may have millions of records and one cause for all of them, so only the first ones "
     "of each code are shown.",
     "进度库可能有几百万条记录，而原因只有一个，所以每个代码只显示最前面的一些。"},
    {"none; it is how achpack reports", "无；这是 achpack 的显示方式"},
    {"a million records of one lost node", "一百万条记录出自同一个原因"},
    {"a few findings", "只有几个问题"},
};

#define EXPORT_EN "give one record a line, as \"achpack progress export\" writes them"
#define EXPORT_ZH "请每行写一条记录，格式与“achpack progress export”的输出相同"
#define KEYS_EN                                                                                    \
    "a record has player, node, progress, version, completed_at, extra and, if known, definition"
#define KEYS_ZH                                                                                    \
    "一条记录要有 player、node、progress、version、completed_at、extra，知道的话还有 definition"
#define FORCE_EN   "nothing to do if the store is right; to overwrite it run import with --force"
#define FORCE_ZH   "如果进度库里的是对的，不用处理；要覆盖它，请在导入时加上 --force"
#define SUGGEST_EN "did you mean \"{suggestion}\"?"
#define SUGGEST_ZH "是不是“{suggestion}”？"

const ach__message ach__progress_messages[ACH__PROGRESS_MESSAGES] = {
    [ACH__IMPORT_NOT_JSON] = {&syntax,
                              {"the line is not JSON", "这一行不是 JSON"},
                              {EXPORT_EN, EXPORT_ZH},
                              0},
    [ACH__IMPORT_NOT_OBJECT] = {&syntax,
                                {"the line is not a JSON object", "这一行不是 JSON 对象"},
                                {EXPORT_EN, EXPORT_ZH},
                                0},
    [ACH__IMPORT_NOT_UTF8] = {&syntax,
                              {"the line is not UTF-8", "这一行不是 UTF-8 编码"},
                              {"save the file as UTF-8", "请把文件另存为 UTF-8 编码"},
                              0},
    [ACH__IMPORT_CUT] = {&syntax,
                         {"the line ends in the middle of a record", "这一行的记录不完整"},
                         {"the file may have been cut off: export or copy it again",
                          "文件可能被截断了，请重新导出或复制"},
                         0},
    [ACH__IMPORT_KEY_TWICE] = {&syntax,
                               {"\"{key}\" stands twice in the line", "这一行有两个“{key}”"},
                               {"leave one of them", "请只保留一个"},
                               0},
    [ACH__IMPORT_LONG] = {&syntax,
                          {"the line has more than {limit} bytes", "这一行超过 {limit} 字节"},
                          {EXPORT_EN, EXPORT_ZH},
                          0},
    [ACH__IMPORT_KEY_MISSING] = {&line_record,
                                 {"the record has no \"{key}\"", "记录缺少“{key}”"},
                                 {KEYS_EN, KEYS_ZH},
                                 0},
    [ACH__IMPORT_KEY_UNKNOWN] = {&line_record,
                                 {"\"{key}\" is no part of a record", "记录里没有“{key}”这个键"},
                                 {SUGGEST_EN, SUGGEST_ZH},
                                 0},
    [ACH__IMPORT_NO_NUMBER] = {&line_record,
                               {"\"{key}\" is not a whole number", "“{key}”不是整数"},
                               {"write a number without quotes, such as 3",
                                "请写成不带引号的整数，例如 3"},
                               0},
    [ACH__IMPORT_NO_TEXT] = {&line_record,
                             {"\"{key}\" is not a text", "“{key}”不是文本"},
                             {"write it in double quotes", "请写在双引号里"},
                             0},
    [ACH__IMPORT_RANGE] = {&line_record,
                           {"\"{key}\" is too large or too small", "“{key}”超出范围"},
                           {"the largest number is 9223372036854775807",
                            "最大的数是 9223372036854775807"},
                           0},
    [ACH__IMPORT_BELOW] = {&line_record,
                           {"\"{key}\" is below {least}", "“{key}”小于 {least}"},
                           {"write {least} or more", "请写 {least} 或更大的数"},
                           0},
    [ACH__IMPORT_EMPTY] = {&line_record,
                           {"\"{key}\" is empty", "“{key}”是空的"},
                           {"say whose progress it is, and in which node",
                            "请写明是哪个玩家、哪个节点的进度"},
                           0},
    [ACH__IMPORT_TEXT_LONG] = {&line_record,
                               {"\"{key}\" has {bytes} bytes; at most {limit} are allowed",
                                "“{key}”有 {bytes} 字节，最多 {limit} 字节"},
                               {"make it shorter", "请改短"},
                               0},
    [ACH__IMPORT_NUL] = {&line_record,
                         {"\"{key}\" has the character NUL (\\u0000) in it",
                          "“{key}”里有空字符（\\u0000）"},
                         {"take it out", "请去掉它"},
                         0},
    [ACH__IMPORT_DEFINITION] = {&line_record,
                                {"\"definition\" is not a fingerprint of 16 hexadecimal digits",
                                 "“definition”不是 16 位十六进制数的指纹"},
                                {"leave it as it was exported, or leave it out",
                                 "请保持导出时的样子，或不写"},
                                0},
    [ACH__IMPORT_OTHER_NUMBER] =
        {&conflict,
         {"player \"{player}\", node \"{node}\": {key} is {there} in the store, {here} in the file",
          "玩家“{player}”，节点“{node}”：{key} 在进度库里是 {there}，文件里是 {here}"},
         {FORCE_EN, FORCE_ZH},
         0},
    [ACH__IMPORT_OTHER_TEXT] =
        {&conflict,
         {"player \"{player}\", node \"{node}\": {key} in the store is not the one in the file",
          "玩家“{player}”，节点“{node}”：{key} 在进度库里和文件里不同"},
         {FORCE_EN, FORCE_ZH},
         0},
    [ACH__IMPORT_LAST_VERSION] =
        {&conflict,
         {"player \"{player}\", node \"{node}\": the store's record cannot be changed any more, "
          "since its version is the highest that there is",
          "玩家“{player}”，节点“{node}”：进度库里的记录版本号已经是最大值，不能再修改"},
         {NULL, NULL},
         0},
    [ACH__IMPORT_HURRIED] =
        {&conflict,
         {"player \"{player}\", node \"{node}\": servers keep changing the store's record",
          "玩家“{player}”，节点“{node}”：服务器一直在修改进度库里的这条记录"},
         {"import again while the player is away", "请等玩家离开后再导入一次"},
         0},
    [ACH__RENAME_NOBODY] = {&renaming,
                            {"player \"{player}\" has no records in the store",
                             "进度库里没有玩家“{player}”的记录"},
                            {"check the id; \"achpack progress export\" lists all records",
                             "请检查 ID；“achpack progress export”可以列出全部记录"},
                            0},
    [ACH__RENAME_TAKEN] = {&renaming,
                           {"player \"{player}\" has records already", "玩家“{player}”已有记录"},
                           {"choose an id without records, or give that player another id first",
                            "请换一个没有记录的 ID，或先给那个玩家改名"},
                           0},
    [ACH__RECORD_NOT_COMPLETED] =
        {&total,
         {"player \"{player}\", node \"{node}\": progress {progress} has reached the Total "
          "{total}, but completed_at is 0",
          "玩家“{player}”，节点“{node}”：进度 {progress} 已达到 Total {total}，但 completed_at 是 "
          "0"},
         {"\"achpack progress finish\" completes it", "“achpack progress finish”可以让它完成"},
         0},
    [ACH__RECORD_TOTAL_LOWERED] =
        {&total,
         {"player \"{player}\", node \"{node}\": the Total was lowered to {total}, and progress is "
          "{progress}; it is completed when progress is added next",
          "玩家“{player}”，节点“{node}”：Total 已调低为 {total}，而进度是 "
          "{progress}，下一次增加进度时就会完成"},
         {"\"achpack progress finish\" completes it at once",
          "“achpack progress finish”可以让它立即完成"},
         ACH_NOTE},
    [ACH__RECORD_COMPLETED_EMPTY] =
        {&completed,
         {"player \"{player}\", node \"{node}\": completed, but progress is 0",
          "玩家“{player}”，节点“{node}”：已完成，但进度是 0"},
         {"look where the record came from; servers do not store this",
          "请检查这条记录的来源；服务器不会这样保存"},
         0},
    [ACH__RECORD_COMPLETED_LATER] =
        {&completed,
         {"player \"{player}\", node \"{node}\": completed_at {time} is in the future",
          "玩家“{player}”，节点“{node}”：completed_at {time} 是将来的时间"},
         {"check the clocks of the servers; completed_at counts seconds, not milliseconds",
          "请检查服务器的时钟；completed_at 的单位是秒，不是毫秒"},
         0},
    [ACH__RECORD_VERSION_LAST] =
        {&version,
         {"player \"{player}\", node \"{node}\": the version is the highest that there is",
          "玩家“{player}”，节点“{node}”：版本号已经是最大值"},
         {NULL, NULL},
         0},
    [ACH__RECORD_NODE_UNKNOWN] =
        {&unknown,
         {"player \"{player}\" has progress in the node \"{node}\", which does not exist",
          "玩家“{player}”有节点“{node}”的进度，但这个节点不存在"},
         {SUGGEST_EN, SUGGEST_ZH},
         0},
    [ACH__RECORD_NODE_UNKNOWN_MANY] =
        {&unknown,
         {"{count} players have progress in the node \"{node}\", which does not exist; the first "
          "is \"{player}\"",
          "{count} 个玩家有节点“{node}”的进度，但这个节点不存在；第一个是“{player}”"},
         {SUGGEST_EN, SUGGEST_ZH},
         0},
    [ACH__RECORD_DEFINITION] =
        {&definition,
         {"the progress of player \"{player}\" in the node \"{node}\" was stored under another "
          "definition of the node",
          "玩家“{player}”在节点“{node}”的进度，是在节点定义不同的时候保存的"},
         {"\"achpack diff\" tells what a new version changes for players",
          "“achpack diff”可以说明新版本对玩家有什么影响"},
         0},
    [ACH__RECORD_DEFINITION_MANY] =
        {&definition,
         {"the progress of {count} players in the node \"{node}\" was stored under another "
          "definition of the node",
          "{count} 个玩家在节点“{node}”的进度，是在节点定义不同的时候保存的"},
         {"\"achpack diff\" tells what a new version changes for players",
          "“achpack diff”可以说明新版本对玩家有什么影响"},
         0},
    [ACH__RECORD_UNREAD_ALL] = {&unread,
                                {"no record could be verified", "没有检查到任何记录"},
                                {"see the finding of the store", "请看进度库的那个问题"},
                                0},
    [ACH__RECORD_UNREAD] =
        {&unread,
         {"what comes behind player \"{player}\", node \"{node}\" was not verified",
          "玩家“{player}”、节点“{node}”之后的记录没有检查"},
         {"see the finding of the store", "请看进度库的那个问题"},
         0},
    [ACH__FINDINGS_MORE] = {&more,
                            {"{count} more findings with the code {code} are not shown",
                             "还有 {count} 个 {code} 没有显示"},
                            {NULL, NULL},
                            0},
};

const ach__family ach__progress_family = {
    "progress",
    {"Records of progress", "进度记录"},
    ach__progress_messages,
    ACH__PROGRESS_MESSAGES,
};
