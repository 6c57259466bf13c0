/* The family "store": where players' progress is kept, and what can be wrong with it.
 * SPDX-License-Identifier: MIT */
#include "rules/store.h"

#define NO_SOURCE                                                                                  \
    {                                                                                              \
        "none; no document says how progress is kept outside the platform",                        \
            "无；官方文档没有说明平台以外的进度怎样保存"                      \
    }

static const ach__kind url = {
    "store-url",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store's address that cannot be used", "进度库的地址不能使用"},
    {"Progress is kept in memory (memory:), in one file (sqlite:PATH) or on a server "
     "(postgresql://...). Anything else could only be guessed at.",
     "进度可以存在内存里（memory:）、一个文件里（sqlite:路径）或服务器上（postgresql://"
     "...）。其他写"
     "法只能靠猜。"},
    NO_SOURCE,
    {"--store progress.db", "--store progress.db"},
    {"--store sqlite:progress.db", "--store sqlite:progress.db"},
};

static const ach__kind unreachable = {
    "store-unreachable",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store that cannot be reached", "连不上进度库"},
    {"The file cannot be opened, or the server does not answer. Nothing was changed by this call, "
     "unless it was cut off in the middle: then asking again with the same batch settles it.",
     "文件打不开，或服务器没有应答。这次调用没有改动任何内容；如果是中途断开的，用同一批数据再请求"
     "一"
     "次就能确定结果。"},
    NO_SOURCE,
    {"sqlite:no-such-folder/progress.db", "sqlite:没有的文件夹/progress.db"},
    {"sqlite:progress.db", "sqlite:progress.db"},
};

static const ach__kind busy = {
    "store-busy",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store that others kept locked for too long", "进度库被其他程序锁定太久"},
    {"Several programs may use one store; each waits for its turn, up to the time limit. Nothing "
     "was stored, and the same call may be made again.",
     "多个程序可以共用一个进度库，各自等待轮到自己，但有时间上限。这次什么都没有保存，可以原样再试"
     "一次。"},
    NO_SOURCE,
    {"another program holds the lock for 5 seconds", "另一个程序占用了 5 秒"},
    {"the call is made again", "再次调用"},
};

static const ach__kind read_only = {
    "store-read-only",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store that may only be read", "进度库是只读的"},
    {"Progress could not be kept. The file, its folder or the disk refuses writing, or the "
     "database user may not write.",
     "进度无法保存。文件、所在文件夹或磁盘不允许写入，或数据库用户没有写权限。"},
    NO_SOURCE,
    {"a file that belongs to another user", "文件属于另一个用户"},
    {"a file that this user may write", "当前用户可以写的文件"},
};

static const ach__kind full = {
    "store-full",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store whose disk is full", "进度库所在的磁盘已满"},
    {"There is no room left for new progress. What was stored before is safe.",
     "没有空间保存新的进度。以前保存的内容不受影响。"},
    NO_SOURCE,
    {"0 bytes free", "剩余空间为 0"},
    {"some free space", "留有剩余空间"},
};

static const ach__kind newer = {
    "store-newer",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store that was made by a newer achpack", "进度库是更新版本的 achpack 创建的"},
    {"A newer version may keep things that this one does not know and would ruin. So it is neither "
     "read nor written.",
     "新版本保存的内容，这个版本可能不认识，写入会破坏它。所以既不读也不写。"},
    NO_SOURCE,
    {"an old server beside one that was updated", "一台服务器已更新，另一台没有"},
    {"the same achpack everywhere", "各处使用同一个版本"},
};

static const ach__kind damaged = {
    "store-damaged",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store whose contents are damaged", "进度库的内容已损坏"},
    {"What the store holds contradicts itself: it was cut off, overwritten or changed by hand. "
     "achpack changes nothing in it.",
     "进度库的内容前后矛盾：被截断、被覆盖，或被人手工改过。achpack 不会再改动它。"},
    NO_SOURCE,
    {"a file of which only a part was copied", "只复制了一部分的文件"},
    {"a whole copy, made with sqlite3 progress.db \".backup copy.db\"",
     "用 sqlite3 progress.db \".backup copy.db\" 做的完整备份"},
};

static const ach__kind foreign = {
    "store-foreign",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a database or file that is no store of achpack", "这个数据库或文件不是 achpack 的进度库"},
    {"It holds something else, which achpack must not touch.",
     "里面是别的内容，achpack 不能动它。"},
    NO_SOURCE,
    {"sqlite:photos.db", "sqlite:photos.db"},
    {"sqlite:progress.db", "sqlite:progress.db"},
};

static const ach__kind failed = {
    "store-failed",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a store that failed for another reason", "进度库因其他原因出错"},
    {"The database said something that achpack has no advice for. Its own words are shown. Whether "
     "the last batch was stored is not known; asking again with the same batch settles it.",
     "数据库报告了 achpack 没有对应建议的错误，这里原样显示。最后一批是否已保存不能确定；用同一批数"
     "据再请求一次就能确定。"},
    NO_SOURCE,
    {"a disk that reports read errors", "磁盘读写出错"},
    {"a sound disk", "正常的磁盘"},
};

static const ach__kind record = {
    "store-record",
    ACH_ERROR,
    ACH__ASSUMED,
    {"progress that no store takes", "进度库不接受的进度数据"},
    {"Ids and extra data are UTF-8 texts of limited length, and numbers are not below 0. The "
     "documents name no limits; the one for extra data is that of the platform's storage API.",
     "ID 和附加数据都是长度有限的 UTF-8 文本，数字不能小于 "
     "0。官方文档没有给出上限；附加数据的上限取"
     "自平台的存储接口。"},
    NO_SOURCE,
    {"a player id of 0 bytes", "空的玩家 ID"},
    {"a player id of 1 to 256 bytes", "1 到 256 字节的玩家 ID"},
};

static const ach__kind batch = {
    "store-batch",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a batch of writes that is out of order or too large", "一批写入的编号不对或数量太多"},
    {"Each source numbers its batches upwards, so that a batch whose answer was lost can be asked "
     "for again without being counted twice.",
     "每个来源的批次编号只能增大，这样应答丢失后可以重新请求，又不会重复计算。"},
    NO_SOURCE,
    {"batch 6 behind batch 7", "第 7 批之后又来第 6 批"},
    {"batch 8 behind batch 7", "第 7 批之后是第 8 批"},
};

#define WRITE_ONE_EN "write memory:, sqlite:PATH or postgresql://USER@HOST/DATABASE"
#define WRITE_ONE_ZH "请写成 memory:、sqlite:路径 或 postgresql://用户@主机/数据库"
#define SHOW_HELP_EN "this is a fault in the program that uses the store: tell its authors"
#define SHOW_HELP_ZH "这是调用方程序的错误，请告诉它的作者"

const ach__message ach__store_messages[ACH__STORE_MESSAGES] = {
    [ACH__STORE_URL_KIND] = {&url,
                             {"there is no kind of store that is called \"{kind}\"",
                              "没有叫“{kind}”的进度库类型"},
                             {WRITE_ONE_EN, WRITE_ONE_ZH},
                             0},
    [ACH__STORE_URL_PLAIN] = {&url,
                              {"\"{url}\" does not say what kind of store it is",
                               "“{url}”没有写明进度库的类型"},
                              {"for a file write sqlite:{url}", "如果是文件，请写 sqlite:{url}"},
                              0},
    [ACH__STORE_URL_WORDS] = {&url,
                              {"the store's address does not begin with the kind of store",
                               "进度库的地址没有以类型开头"},
                              {WRITE_ONE_EN, WRITE_ONE_ZH},
                              0},
    [ACH__STORE_URL_EMPTY] = {&url,
                              {"the store's address is empty or begins with a colon",
                               "进度库的地址是空的，或以冒号开头"},
                              {WRITE_ONE_EN, WRITE_ONE_ZH},
                              0},
    [ACH__STORE_URL_NO_PATH] = {&url,
                                {"no path stands behind \"sqlite:\"", "“sqlite:”后面没有写路径"},
                                {"write the path of the file, such as sqlite:progress.db",
                                 "请写上文件路径，例如 sqlite:progress.db"},
                                0},
    [ACH__STORE_URL_NO_POSTGRES] =
        {&url,
         {"this achpack was built without PostgreSQL", "这个 achpack 编译时没有包含 PostgreSQL"},
         {"use sqlite:PATH, or build it with the package libpq-dev installed",
          "请使用 sqlite:路径，或安装 libpq-dev 后重新编译"},
         0},
    [ACH__STORE_URL_BARE_AT] =
        {&url,
         {"the user name or the password in the store's address has an \"@\" or \"/\" in it",
          "进度库地址的用户名或密码里有“@”或“/”"},
         {"write %40 for @, %2F for /, %3A for :, %3F for ? and %25 for %",
          "请把 @ 写成 %40，/ 写成 %2F，: 写成 %3A，? 写成 %3F，% 写成 %25"},
         0},
    [ACH__STORE_URL_LIBPQ] =
        {&url,
         {"PostgreSQL cannot read the store's address: {detail}",
          "PostgreSQL 无法识别进度库的地址：{detail}"},
         {"write postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE; docs/stores.md lists "
          "options",
          "请写成 postgresql://用户:密码@主机:端口/数据库?选项=值；常用选项见 "
          "docs/stores.zh-CN.md"},
         0},
    [ACH__STORE_SAYS_UNREACHABLE] =
        {&unreachable,
         {"the store cannot be reached: {detail}", "连不上进度库：{detail}"},
         {"check the address; of a file, that its folder exists and this user may enter it; of a "
          "server, that it is running, and that user, password and database are right",
          "请检查地址；如果是文件，检查所在文件夹是否存在、当前用户能否进入；如果是服务器，检查它是"
          "否在运行，用户、密码和数据库名是否正确"},
         0},
    [ACH__STORE_SAYS_NO_LIBPQ] = {&unreachable,
                                  {"PostgreSQL's client library cannot be loaded: {detail}",
                                   "无法加载 PostgreSQL 的客户端库：{detail}"},
                                  {"install it (on Debian: apt install libpq5)",
                                   "请安装它（Debian 上：apt install libpq5）"},
                                  0},
    [ACH__STORE_SAYS_NO_FILE] = {&unreachable,
                                 {"this is a folder or a device, not a file",
                                  "这是文件夹或设备，不是文件"},
                                 {"write the path of a file, such as sqlite:progress.db",
                                  "请写文件的路径，例如 sqlite:progress.db"},
                                 0},
    [ACH__STORE_SAYS_BUSY] =
        {&busy,
         {"the store is locked by another program: {detail}", "进度库被另一个程序锁定：{detail}"},
         {"try again; if it goes on, look for a program that keeps the store open in the middle of "
          "a change",
          "请再试一次；如果一直这样，请检查是否有程序改到一半没有结束"},
         0},
    [ACH__STORE_SAYS_READ_ONLY] =
        {&read_only,
         {"the store may only be read: {detail}", "进度库是只读的：{detail}"},
         {"give this user the right to write the file and its folder; in PostgreSQL, the role "
          "achpack_server",
          "请让当前用户有权写这个文件和所在文件夹；如果是 PostgreSQL，请授予角色 achpack_server"},
         0},
    [ACH__STORE_SAYS_FULL] =
        {&full,
         {"there is no room left in the store: {detail}", "进度库没有空间了：{detail}"},
         {"free some space on its disk, then go on; nothing needs to be repaired",
          "请在磁盘上腾出空间后继续，不需要修复"},
         0},
    [ACH__STORE_SAYS_NEWER] = {&newer,
                               {"the store was made by a newer achpack: {detail}",
                                "进度库是更新版本的 achpack 创建的：{detail}"},
                               {"update achpack", "请更新 achpack"},
                               0},
    [ACH__STORE_SAYS_DAMAGED] =
        {&damaged,
         {"the store is damaged: {detail}", "进度库已损坏：{detail}"},
         {"stop the programs that use it, keep a copy, and go back to a backup",
          "请停止使用它的程序，留一份副本，然后恢复备份"},
         0},
    [ACH__STORE_SAYS_FOREIGN] =
        {&foreign,
         {"this is no store of achpack: {detail}", "这不是 achpack 的进度库：{detail}"},
         {"check the address; a new store is made by a file name that does not exist yet, or in "
          "PostgreSQL by running postgresql.sql",
          "请检查地址；要新建进度库，SQLite 请写一个还不存在的文件，PostgreSQL 请先运行 "
          "postgresql.sql"},
         0},
    [ACH__STORE_SAYS_FAILED] =
        {&failed,
         {"the store failed: {detail}", "进度库出错：{detail}"},
         {"look at the disk, or at the server and this user's rights there, then try again",
          "请检查磁盘，或检查服务器和当前用户的权限，然后再试"},
         0},
    [ACH__STORE_SAYS_OUTBOX_BUSY] =
        {&busy,
         {"another engine has this outbox open: {detail}",
          "另一个引擎正在使用这个发件箱：{detail}"},
         {"give each engine an outbox of its own; if the other one is just being ended, try again",
          "请给每个引擎单独的发件箱；如果另一个引擎正在退出，请稍后再试"},
         0},
    [ACH__STORE_SAYS_OUTBOX_FOREIGN] = {&foreign,
                                        {"this is no outbox of achpack: {detail}",
                                         "这不是 achpack 的发件箱：{detail}"},
                                        {"name a file that does not exist yet; it will be made",
                                         "请写一个还不存在的文件，achpack 会新建它"},
                                        0},
    [ACH__STORE_KEY_EMPTY] = {&record,
                              {"the {what} is empty", "{what_zh}是空的"},
                              {"give the {what}", "请写上{what_zh}"},
                              0},
    [ACH__STORE_KEY_LONG] = {&record,
                             {"the {what} has {bytes} bytes; at most {limit} are allowed",
                              "{what_zh}有 {bytes} 字节，最多 {limit} 字节"},
                             {"use a shorter one", "请改短"},
                             0},
    [ACH__STORE_KEY_TEXT] = {&record,
                             {"the {what} is not UTF-8, or has the character NUL in it",
                              "{what_zh}不是 UTF-8 编码，或带有空字符（NUL）"},
                             {"give it as UTF-8", "请使用 UTF-8 编码"},
                             0},
    [ACH__STORE_KEY_TWICE] = {&record,
                              {"player \"{player}\" and node \"{node}\" stand twice in one batch",
                               "同一批里，玩家“{player}”的节点“{node}”出现了两次"},
                              {"put the second one into the next batch", "请把第二个放进下一批"},
                              0},
    [ACH__STORE_EXTRA_LONG] = {&record,
                               {"the extra data has {bytes} bytes; at most {limit} are allowed",
                                "附加数据有 {bytes} 字节，最多 {limit} 字节"},
                               {"keep less in it", "请少存一些内容"},
                               0},
    [ACH__STORE_EXTRA_TEXT] = {&record,
                               {"the extra data is not UTF-8, or has the character NUL in it",
                                "附加数据不是 UTF-8 编码，或带有空字符（NUL）"},
                               {"give it as UTF-8, such as JSON",
                                "请使用 UTF-8 编码的文本，例如 JSON"},
                               0},
    [ACH__STORE_BELOW_ZERO] = {&record,
                               {"progress, version or time of completion is below 0",
                                "进度、版本或完成时间小于 0"},
                               {"none of them is ever below 0", "这些数字都不能小于 0"},
                               0},
    [ACH__STORE_VERSION_LAST] = {&record,
                                 {"the version is the highest that there is", "版本号已经是最大值"},
                                 {SHOW_HELP_EN, SHOW_HELP_ZH},
                                 0},
    [ACH__STORE_VERSION_BACK] = {&record,
                                 {"the version to store is not above the one that was seen",
                                  "要保存的版本号没有大于读到的版本号"},
                                 {SHOW_HELP_EN, SHOW_HELP_ZH},
                                 0},
    [ACH__STORE_BATCH_LONG] = {&batch,
                               {"the batch has {count} writes; at most {limit} are allowed",
                                "这一批有 {count} 个写入，最多 {limit} 个"},
                               {"cut it into several batches", "请分成几批"},
                               0},
    [ACH__STORE_BATCH_NUMBERS] = {&batch,
                                  {"the batch has no number from 1 on, or a time below 0",
                                   "这一批的编号不是从 1 开始的数，或时间小于 0"},
                                  {SHOW_HELP_EN, SHOW_HELP_ZH},
                                  0},
    [ACH__STORE_BATCH_OLD] =
        {&batch,
         {"batch {number} comes behind batch {newest} of the same source",
          "同一来源在第 {newest} 批之后又来了第 {number} 批"},
         {"do not use one source in two programs; after a backup was restored begin a new source",
          "不要让两个程序共用一个来源；恢复备份之后请换一个新的来源"},
         0},
    [ACH__STORE_BATCH_OTHER] =
        {&batch,
         {"batch {number} was stored before with another number of writes",
          "第 {number} 批以前保存过，但写入的数量不同"},
         {"ask again with the very same batch, or give a new one the next number",
          "请用完全相同的一批再请求；新的一批请用下一个编号"},
         0},
};

const ach__family ach__store_family = {
    "store",
    {"Stores of progress", "进度库"},
    ach__store_messages,
    ACH__STORE_MESSAGES,
};
