/* The family "scenario": files that say what a simulation is to do, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/scenario.h"

#define NO_SOURCE                                                                                  \
    { "none; scenarios are achpack's own", "无；模拟场景是 achpack 自己的格式" }

static const ach__kind file = {
    "scenario-file",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a scenario, or the package it names, that cannot be read", "场景文件或它指定的成就包读不了"},
    {"A scenario is one JSON object in a file saved as UTF-8. A package that it names must be a "
     "zip that achpack build wrote, or one that achpack check finds nothing wrong with.",
     "场景文件的内容是一个 JSON 对象，编码为 UTF-8。它指定的成就包必须是 achpack build 生成的 "
     "zip，或者 achpack check 检查没有问题的 zip。"},
    NO_SOURCE,
    {"story.json saved as UTF-16", "story.json 存为 UTF-16 编码"},
    {"story.json saved as UTF-8", "story.json 存为 UTF-8 编码"},
};

static const ach__kind key = {
    "scenario-key",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a key that a scenario does not know", "场景里没有这个字段"},
    {"A key that nothing reads would be ignored, and the simulation would not be the one that you "
     "wanted. docs/simulate.md lists all keys.",
     "写了没有用处的字段会被忽略，模拟出来的就不是想要的情形。全部字段见 "
     "docs/simulate.zh-CN.md。"},
    NO_SOURCE,
    {"{\"at\": 1, \"rom\": \"A\", \"do\": \"crash\"}",
     "{\"at\": 1, \"rom\": \"A\", \"do\": \"crash\"}"},
    {"{\"at\": 1, \"room\": \"A\", \"do\": \"crash\"}",
     "{\"at\": 1, \"room\": \"A\", \"do\": \"crash\"}"},
};

static const ach__kind value = {
    "scenario-value",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a value in a scenario that cannot be used", "场景里的值不能使用"},
    {"The value has another type than the key wants, lies outside of its bounds, or is none of the "
     "words that it may be. Nothing is simulated before it is right.",
     "值的类型不对、超出范围，或者不是可选的词。改对之前不会开始模拟。"},
    NO_SOURCE,
    {"\"lose_answers\": 5", "\"lose_answers\": 5"},
    {"\"lose_answers\": 0.05", "\"lose_answers\": 0.05"},
};

static const ach__kind missing = {
    "scenario-missing",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a key that a scenario lacks", "场景缺少必填的字段"},
    {"A scenario needs rooms, players, nodes or a package, and steps or random load; each step "
     "says when, in which room and what is done.",
     "场景必须写明房间、玩家、节点（或成就包），以及步骤或随机负载；每个步骤要写明时间、房间和做什"
     "么。"},
    NO_SOURCE,
    {"{\"at\": 1, \"do\": \"crash\"}", "{\"at\": 1, \"do\": \"crash\"}"},
    {"{\"at\": 1, \"room\": \"A\", \"do\": \"crash\"}",
     "{\"at\": 1, \"room\": \"A\", \"do\": \"crash\"}"},
};

static const ach__kind name = {
    "scenario-name",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a name in a scenario that is unknown, or stands twice", "场景里的名字没有定义，或者重复"},
    {"Rooms, players and nodes are named once, in the lists of the scenario; steps use these names "
     "exactly as they are written there, upper and lower case included.",
     "房间、玩家和节点先在各自的列表里写一次，步骤里使用的名字要和列表里完全一致，包括大小写。"},
    NO_SOURCE,
    {"\"rooms\": [\"A\", \"B\"], then \"room\": \"C\"",
     "\"rooms\": [\"A\", \"B\"]，步骤里写 \"room\": \"C\""},
    {"\"rooms\": [\"A\", \"B\"], then \"room\": \"B\"",
     "\"rooms\": [\"A\", \"B\"]，步骤里写 \"room\": \"B\""},
};

static const ach__kind step = {
    "scenario-step",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a step of a scenario that cannot happen", "场景里的步骤无法执行"},
    {"A room that has crashed does nothing until it is restarted. AddNodeProgress is for nodes "
     "that have a node file (\"custom\"); LobbySetAchievementStorage is for nodes of the table, "
     "but not for those that upload by themselves.",
     "崩溃的房间在重启之前什么都做不了。AddNodeProgress 用于有节点文件的节点（写了 custom）；"
     "LobbySetAchievementStorage 用于表格里的节点，但不能用于自动上传的节点。"},
    NO_SOURCE,
    {"a crash of A at 1, a set in A at 2", "第 1 秒 A 崩溃，第 2 秒 A 里 set"},
    {"a crash of A at 1, a restart at 2, a set in A at 3",
     "第 1 秒 A 崩溃，第 2 秒重启，第 3 秒 A 里 set"},
};

#define LIST_EN "docs/simulate.md lists the keys"
#define LIST_ZH "全部字段见 docs/simulate.zh-CN.md"

const ach__message ach__scenario_messages[ACH__SCENARIO_MESSAGES] = {
    [ACH__SCENARIO_ENCODING] = {&file,
                                {"this file is not plain UTF-8",
                                 "这个文件应当是不带 BOM 的 UTF-8 编码"},
                                {"open it in a text editor and save it as UTF-8, without BOM",
                                 "请用文本编辑器打开，另存为不带 BOM 的 UTF-8"},
                                0},
    [ACH__SCENARIO_LARGE] = {&file,
                             {"this file is larger than {limit} KiB and was not read",
                              "这个文件超过 {limit} KiB，没有读取"},
                             {"let random load (\"load\") make the steps",
                              "步骤太多时请改用随机负载（load）"},
                             0},
    [ACH__SCENARIO_EMPTY] = {&file,
                             {"this file has no content", "这个文件没有内容"},
                             {"begin with one of samples/scenarios",
                              "可以从 samples/scenarios 里的场景改起"},
                             0},
    [ACH__SCENARIO_PACKAGE] =
        {&file,
         {"the package \"{found}\" cannot be opened", "打不开成就包“{found}”"},
         {"name a zip, by its path from the folder of this file; \"achpack "
          "check\" says what is wrong with it",
          "请填写 zip 相对于本文件所在文件夹的路径；zip 本身有没有问题，可以用“achpack "
          "check”检查"},
         0},
    [ACH__SCENARIO_KEY_UNKNOWN] = {&key,
                                   {"no key \"{key}\" is known here", "这里没有“{key}”这个字段"},
                                   {"did you mean \"{suggestion}\"?", "是不是想写“{suggestion}”？"},
                                   0},
    [ACH__SCENARIO_KEY_NEEDLESS] = {&key,
                                    {"\"{key}\" means nothing for \"{deed}\"",
                                     "“{deed}”用不到“{key}”"},
                                    {"delete it, or write another \"do\"", "请删除它，或者改写 do"},
                                    0},
    [ACH__SCENARIO_BOTH] = {&key,
                            {"both \"nodes\" and \"package\" are here",
                             "同时写了 nodes 和 package"},
                            {"keep the one that the simulation is to use", "请只保留要用的那一个"},
                            0},
    [ACH__SCENARIO_TYPE] = {&value,
                            {"\"{key}\" must be {wanted}, not {found}",
                             "“{key}”应当是{wanted_zh}，不能是{found_zh}"},
                            {NULL, NULL},
                            0},
    [ACH__SCENARIO_RANGE] =
        {&value,
         {"\"{key}\" is {found} but must be {wanted}, between {least} and {most}",
          "“{key}”写的是 {found}，应当是{wanted_zh}，范围 {least} 到 {most}"},
         {NULL, NULL},
         0},
    [ACH__SCENARIO_WORD] = {&value,
                            {"\"{key}\" cannot be \"{found}\"; it is one of {words}",
                             "“{key}”不能是“{found}”，只能是 {words} 之一"},
                            {"did you mean \"{suggestion}\"?", "是不是想写“{suggestion}”？"},
                            0},
    [ACH__SCENARIO_PAIR] = {&value,
                            {"\"{key}\" wants two numbers, the smaller one first",
                             "“{key}”应当是两个数，小的在前"},
                            {"for example [20, 80]", "例如 [20, 80]"},
                            0},
    [ACH__SCENARIO_ID] = {&value,
                          {"this name is longer than {limit} bytes, or has a NUL in it",
                           "这个名字超过 {limit} 字节，或含有空字符"},
                          {"choose a shorter one", "请换一个短一些的名字"},
                          0},
    [ACH__SCENARIO_ID_GBK] = {&value,
                              {"this id has a character that GBK lacks, at \"{found}\"",
                               "这个 id 里有 GBK 没有的字符，从“{found}”开始"},
                              {"choose other characters: the platform's table is GBK",
                               "请换用其他字符：平台的表格是 GBK 编码"},
                              0},
    [ACH__SCENARIO_CELLS] =
        {&value,
         {"too many rooms, players and nodes: rooms may be 64, and the three "
          "numbers multiplied {limit}",
          "房间、玩家和节点太多：房间最多 64 个，三者的数量相乘不能超过 {limit}"},
         {"take fewer of them", "请减少数量"},
         0},
    [ACH__SCENARIO_SETS] = {&value,
                            {"this load comes to more than {limit} sets",
                             "这样的负载会产生超过 {limit} 次上报"},
                            {"lower \"sets_per_minute\" or \"seconds\"",
                             "请调低 sets_per_minute 或 seconds"},
                            0},
    [ACH__SCENARIO_MISSING] = {&missing,
                               {"\"{key}\" is missing here, or empty",
                                "这里缺少“{key}”，或者内容为空"},
                               {LIST_EN, LIST_ZH},
                               0},
    [ACH__SCENARIO_MISSING_DEED] = {&missing,
                                    {"\"{key}\" is missing: \"{deed}\" needs it",
                                     "缺少“{key}”，“{deed}”需要它"},
                                    {LIST_EN, LIST_ZH},
                                    0},
    [ACH__SCENARIO_IDLE] = {&missing,
                            {"nothing happens in this scenario", "这个场景里什么都没有发生"},
                            {"write \"steps\", or \"load\" for random ones",
                             "请写 steps，或用 load 随机生成"},
                            0},
    [ACH__SCENARIO_NAME_UNKNOWN] = {&name,
                                    {"the {key} \"{found}\" is in no list of this scenario",
                                     "场景里没有名为“{found}”的 {key}"},
                                    {"did you mean \"{suggestion}\"?",
                                     "是不是想写“{suggestion}”？"},
                                    0},
    [ACH__SCENARIO_NAME_TWICE] = {&name,
                                  {"the name \"{found}\" stands twice in \"{key}\"",
                                   "“{key}”里“{found}”重复"},
                                  {"give each its own name", "请给每一个取不同的名字"},
                                  0},
    [ACH__SCENARIO_STEP_DOWN] = {&step,
                                 {"the room \"{room}\" has crashed before, so it cannot \"{deed}\"",
                                  "房间“{room}”已经崩溃，不能“{deed}”"},
                                 {"restart it before", "请先写一步 restart"},
                                 0},
    [ACH__SCENARIO_STEP_UP] = {&step,
                               {"the room \"{room}\" runs, so it cannot be restarted",
                                "房间“{room}”正在运行，不能重启"},
                               {"rooms run from the start; restart is for those that have crashed",
                                "房间一开始就在运行，restart 只用于崩溃的房间"},
                               0},
    [ACH__SCENARIO_STEP_SET] =
        {&step,
         {"\"set\" is not for the node \"{node}\": it is local, or uploads by "
          "itself",
          "“set”不能用于节点“{node}”：它只在本地，或者会自动上传"},
         {"write \"add\"", "请写“add”"},
         0},
    [ACH__SCENARIO_STEP_ADD] =
        {&step,
         {"\"add\" needs a node with a node file, which \"{node}\" has not",
          "“add”需要有节点文件的节点，“{node}”没有"},
         {"write \"set\", or give the node a \"custom\": local, auto or manual",
          "请写“set”，或者给节点加上 custom：local、auto 或 manual"},
         0},
};

const char *const ach__scenario_words[ACH__SCENARIO_WORDS][2] = {
    [ACH__SCENARIO_WORD_NULL] = {"null", " null"},
    [ACH__SCENARIO_WORD_SWITCH] = {"true or false", " true 或 false"},
    [ACH__SCENARIO_WORD_WHOLE] = {"a whole number", "整数"},
    [ACH__SCENARIO_WORD_NUMBER] = {"a number", "数字"},
    [ACH__SCENARIO_WORD_SECONDS] = {"a number of seconds with at most 3 decimals",
                                    "最多三位小数的秒数"},
    [ACH__SCENARIO_WORD_SHARE] = {"a share such as 0.05", "比例（例如 0.05）"},
    [ACH__SCENARIO_WORD_TEXT] = {"text in quotes", "带引号的文本"},
    [ACH__SCENARIO_WORD_TEXT_EMPTY] = {"empty text", "空的文本"},
    [ACH__SCENARIO_WORD_LIST] = {"a list in [ ]", "用 [ ] 括起来的列表"},
    [ACH__SCENARIO_WORD_OBJECT] = {"an object in { }", "用 { } 括起来的对象"},
};

const ach__family ach__scenario_family = {"scenario",
                                          {"Scenarios of the simulator", "模拟场景"},
                                          ach__scenario_messages,
                                          ACH__SCENARIO_MESSAGES};
