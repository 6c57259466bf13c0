/* The family "engine": the achievement calls while a server runs, and what can be wrong with them.
 * SPDX-License-Identifier: MIT */
#include "rules/engine.h"

#define CALL_EN "LobbySetAchievementStorage(cb, player, \"first\", 1)"

static const ach__kind node_unknown = {
    "engine-node-unknown",
    ACH_ERROR,
    ACH__IMPLIED,
    {"progress for a node that does not exist", "给不存在的节点增加进度"},
    {"Cloud progress needs a row in NodeSetting.csv, which says the target; local progress needs a "
     "node file. Ids are compared exactly, upper and lower case included. Progress that was "
     "accepted before the row went away is kept, and is sent when the row is back.",
     "云端进度需要 NodeSetting.csv 里有对应的行，目标值写在那里；本地进度需要有节点文件。id "
     "必须完全"
     "一致，包括大小写。某一行被删除之前已经接受的进度会保留，等这一行恢复后再发送。"},
    {"Cloud Achievement API and Custom achievement interface: nodeId",
     "《云端成就》接口和《自定义成就》接口：nodeId"},
    {"LobbySetAchievementStorage(cb, player, \"First\", 1)",
     "LobbySetAchievementStorage(cb, player, \"First\", 1)"},
    {CALL_EN, CALL_EN},
};

static const ach__kind delta = {
    "engine-delta",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"progress is added by less than 1", "增加的进度小于 1"},
    {"Progress is always added, and the documents ask for a number above 0. It cannot be set or "
     "taken away.",
     "进度只能增加，文档要求增加的数值大于 0。不能直接设定，也不能扣除。"},
    {"Cloud Achievement API and Custom achievement interface: delta",
     "《云端成就》接口和《自定义成就》接口：delta"},
    {"LobbySetAchievementStorage(cb, player, \"first\", 0)",
     "LobbySetAchievementStorage(cb, player, \"first\", 0)"},
    {CALL_EN, CALL_EN},
};

static const ach__kind player = {
    "engine-player",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a player id that cannot be used", "不能使用的玩家 ID"},
    {"Progress is kept under the player's id. It is text of 1 to 256 bytes of UTF-8; where a call "
     "of the platform takes a number, it is that number as text.",
     "进度按玩家 ID 保存。玩家 ID 是 1 到 256 字节的 UTF-8 "
     "文本；平台接口用数字的地方，把数字写成文本。"},
    {"none; no document says how long a player id may be", "无；官方文档没有说明玩家 ID 的长度"},
    {"a player id of 0 bytes", "空的玩家 ID"},
    {"-4294967295", "-4294967295"},
};

static const ach__kind extra = {
    "engine-extra",
    ACH_ERROR,
    ACH__IMPLIED,
    {"extra data that cannot be stored", "不能保存的额外数据"},
    {"The function that is asked for extra data must give text. Where it gives none, or what is no "
     "text, the set is not sent and its callback is told failure. The documents name no limit; "
     "1 MiB is that of the platform's storage calls.",
     "获取额外数据的函数必须返回文本。没有返回，或返回的不是文本时，这次上报不会发送，回调会得到失"
     "败。文档没有给出长度上限；1 MiB 是平台存储接口的上限。"},
    {"Cloud Achievement API: getExtraData gives a str", "《云端成就》接口：getExtraData 返回 str"},
    {"getExtraData gives bytes of a picture", "getExtraData 返回图片的内容"},
    {"getExtraData gives {\"cows\": 3} as text", "getExtraData 返回文本 {\"cows\": 3}"},
};

static const ach__kind queue_full = {
    "engine-queue-full",
    ACH_ERROR,
    ACH__ASSUMED,
    {"too many sets wait to be sent", "等待发送的上报太多"},
    {"The platform takes 50 sets a second in all; what is more has to wait. So many wait now that "
     "the limit of the engine is reached, and this one was not taken.",
     "平台总共每秒只接受 50 "
     "次上报，多出来的要排队。现在排队的数量已达到引擎的上限，这一次没有接受。"},
    {"none; the platform's limit of 50 sets a second is in the Cloud Achievement Document",
     "无；每秒 50 次的限制见《云端成就文档》"},
    {"20,000 players, each with a set every minute", "2 万名玩家，每人每分钟上报一次"},
    {"sets that are added up and sent every 5 minutes", "把上报累加起来，每 5 分钟发送一次"},
};

static const ach__kind answer = {
    "engine-answer",
    ACH_WARNING,
    ACH__DOCUMENTED,
    {"a callback answers a conflict with neither 0 nor 1", "回调处理冲突时返回的既不是 0 也不是 1"},
    {"On code 5 the callback's result decides: true tries again with new extra data, false gives "
     "up. The documents ask for a bool and do not say what anything else does.",
     "code 为 5 时由回调的返回值决定：返回 True 会重新获取额外数据再试一次，返回 False "
     "则放弃。文档要求"
     "返回 bool，没有说明返回其他值会怎样。"},
    {"Cloud Achievement API, LobbySetAchievementStorage: callback",
     "《云端成就》接口 LobbySetAchievementStorage：callback"},
    {"return 2", "return 2"},
    {"return 1", "return 1"},
};

static const ach__kind closed = {
    "engine-closed",
    ACH_WARNING,
    ACH__IMPLIED,
    {"progress for an achievement that is complete already", "给已完成的成就增加进度"},
    {"The platform refuses to add to a complete achievement; no document says with which code. "
     "Nothing was changed. Look at completed_at before you send, to save some of the 50 sets a "
     "second.",
     "成就完成后平台不再接受增加进度，文档没有说明返回什么 code。没有改动任何内容。发送前请先看 "
     "completed_at，可以节省每秒 50 次的额度。"},
    {"Cloud Achievement Document: progress cannot be added once the target is reached",
     "《云端成就文档》：达到目标后不能再增加进度"},
    {"completed_at is 1652950659; delta 1 is sent", "completed_at 是 1652950659，又发送 delta 1"},
    {"completed_at is 0; delta 1 is sent", "completed_at 是 0，发送 delta 1"},
};

static const ach__kind resumed = {
    "engine-resumed",
    ACH_NOTE,
    ACH__ASSUMED,
    {"sets of an earlier run are taken up", "继续发送上次运行留下的上报"},
    {"The outbox held sets that were accepted but not yet stored when the server stopped. They are "
     "sent now, each counted once.",
     "服务器停止时，发件箱里还有已接受但未保存的上报。现在继续发送，每一个都只计算一次。"},
    {"none; no document says what becomes of sets when a server stops",
     "无；官方文档没有说明服务器停止时未发送的上报会怎样"},
    {"the server was stopped in the middle of sending", "发送途中服务器停止"},
    {"the server was flushed before it was stopped", "停止服务器之前先把排队的上报发完"},
};

#define OF_EN " of player \"{player}\" and node \"{node}\""
#define OF_ZH "玩家“{player}”、节点“{node}”"

const ach__message ach__engine_messages[ACH__ENGINE_MESSAGES] = {
    [ACH__ENGINE_NODE_NOT_IN_TABLE] = {&node_unknown,
                                       {"there is no node \"{node}\" in NodeSetting.csv",
                                        "NodeSetting.csv 里没有节点“{node}”"},
                                       {"write a NodeId of the table, or add the row",
                                        "请填写表格里的 NodeId，或补上这一行"},
                                       0},
    [ACH__ENGINE_NODE_NEAR] = {&node_unknown,
                               {"there is no node \"{node}\" in NodeSetting.csv",
                                "NodeSetting.csv 里没有节点“{node}”"},
                               {"did you mean \"{suggestion}\"?", "是不是想写“{suggestion}”？"},
                               0},
    [ACH__ENGINE_NODE_NOT_IN_TREE] = {&node_unknown,
                                      {"there is no node file for \"{node}\"",
                                       "没有节点“{node}”的节点文件"},
                                      {"write a node_ID of the node files, or add the file",
                                       "请填写节点文件里的 node_ID，或补上节点文件"},
                                      0},
    [ACH__ENGINE_NODE_GONE] = {&node_unknown,
                               {"progress" OF_EN
                                " waits, but NodeSetting.csv has no such row any more",
                                OF_ZH "的进度还在等待发送，但 NodeSetting.csv 里已没有这一行"},
                               {"put the row back; until then the progress stays in the outbox",
                                "请恢复这一行；在此之前，这些进度会留在发件箱里"},
                               ACH_WARNING},
    [ACH__ENGINE_NO_CLOUD] =
        {&node_unknown,
         {"this engine has no cloud: it was opened without a store or without a package",
          "这个引擎没有云端：打开时没有给出进度库或成就包"},
         {"open it with both", "打开时请两者都给出"},
         0},
    [ACH__ENGINE_DELTA] = {&delta,
                           {"{delta} cannot be added to progress", "进度不能增加 {delta}"},
                           {"add 1 or more", "请增加 1 或更多"},
                           0},
    [ACH__ENGINE_COUNT] = {&delta,
                           {"nobody can hold {count} items", "持有的物品数量不能是 {count}"},
                           {"give 0 or more", "请填写 0 或更大的数"},
                           0},
    [ACH__ENGINE_PLAYER_EMPTY] = {&player,
                                  {"the player id is empty", "玩家 ID 是空的"},
                                  {"give the player's id", "请写上玩家 ID"},
                                  0},
    [ACH__ENGINE_PLAYER_LONG] = {&player,
                                 {"the player id has {bytes} bytes; at most {limit} are allowed",
                                  "玩家 ID 有 {bytes} 字节，最多 {limit} 字节"},
                                 {"use the id that the platform gives, not a text of your own",
                                  "请使用平台给出的 ID，不要自己拼写"},
                                 0},
    [ACH__ENGINE_PLAYER_TEXT] = {&player,
                                 {"the player id is not UTF-8, or has the character NUL in it",
                                  "玩家 ID 不是 UTF-8 编码，或带有空字符（NUL）"},
                                 {"give it as UTF-8", "请使用 UTF-8 编码"},
                                 0},
    [ACH__ENGINE_EXTRA_REFUSED] = {&extra,
                                   {"no extra data was given for a set" OF_EN,
                                    OF_ZH "的上报没有得到额外数据"},
                                   {"give text and 1, or ask for the set without extra data",
                                    "请给出文本并返回 1，或上报时不带额外数据"},
                                   0},
    [ACH__ENGINE_EXTRA_LONG] = {&extra,
                                {"the extra data" OF_EN
                                 " has {bytes} bytes; at most {limit} are allowed",
                                 OF_ZH "的额外数据有 {bytes} 字节，最多 {limit} 字节"},
                                {"keep less in it", "请少存一些内容"},
                                0},
    [ACH__ENGINE_EXTRA_TEXT] = {&extra,
                                {"the extra data" OF_EN
                                 " is not UTF-8, or has the character NUL in it",
                                 OF_ZH "的额外数据不是 UTF-8 编码，或带有空字符（NUL）"},
                                {"give it as UTF-8, such as JSON",
                                 "请使用 UTF-8 编码的文本，例如 JSON"},
                                0},
    [ACH__ENGINE_QUEUE_FULL] =
        {&queue_full,
         {"{limit} requests wait already, and no more are taken",
          "已有 {limit} 个请求在等待，不再接受更多"},
         {"try again later; let sets be added up, and let more engines or a higher limit serve so "
          "many players",
          "请稍后再试；让上报累加后再发送，或者增加引擎、调高上限"},
         0},
    [ACH__ENGINE_ANSWER_GIVES_UP] = {&answer,
                                     {"the callback for a conflict" OF_EN
                                      " gave {result}, which is taken as giving up",
                                      OF_ZH "发生冲突时，回调返回了 {result}，按放弃处理"},
                                     {"give 1 to try again, 0 to give up",
                                      "要重试请返回 1，要放弃请返回 0"},
                                     0},
    [ACH__ENGINE_ANSWER_RETRIES] = {&answer,
                                    {"the callback for a conflict" OF_EN
                                     " gave {result}, which is taken as trying again",
                                     OF_ZH "发生冲突时，回调返回了 {result}，按重试处理"},
                                    {"give 1 to try again, 0 to give up",
                                     "要重试请返回 1，要放弃请返回 0"},
                                    0},
    [ACH__ENGINE_CLOSED] =
        {&closed,
         {"node \"{node}\" of player \"{player}\" is complete already; nothing was added",
          "玩家“{player}”的节点“{node}”已经完成，没有增加进度"},
         {"send nothing where completed_at is not 0", "completed_at 不是 0 时不要再发送"},
         0},
    [ACH__ENGINE_RESUMED] = {&resumed,
                             {"{count} sets of an earlier run are taken up",
                              "继续发送上次运行留下的 {count} 个上报"},
                             {"nothing needs to be done", "不需要处理"},
                             0},
};

const ach__family ach__engine_family = {
    "engine",
    {"Calls while a server runs", "服务器运行中的调用"},
    ach__engine_messages,
    ACH__ENGINE_MESSAGES,
};
