package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.Hole;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardRate;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.plan.EarlierRedrive;
import io.reprise.replay.plan.ParkedTopic;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.plan.PlannedReads;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.plan.TargetTopic;
import io.reprise.replay.spec.Adaptive;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.Redrive;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.spec.Transforms;
import io.reprise.replay.state.ApprovalRequest;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import io.reprise.store.digest.OffsetDigest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of every record in the control topics. They outlive the build that wrote them: change
 * an expectation only together with the format version.
 */
class ControlFormatsTest {
  private static final Plan PLAN =
      new Plan(
          new ReplaySpec(
              "nightly",
              "ticket 7",
              new SourceRange(
                  "orders",
                  List.of(0),
                  new RangeBound.AtOffset(100),
                  new RangeBound.AtOffsets(Map.of(0, 600L)),
                  OnMissingOffsets.RECORD),
              new Filter(List.of("user-1"), List.of("order.placed"), Map.of("region", "eu")),
              "copy",
              Ordering.KEY,
              new Throttle(5_000L, null),
              OnError.SKIP),
          "topic-id",
          true,
          4,
          List.of(new PlannedPartition(0, new OffsetRange(100, 600), 3, 10_000)),
          List.of(new ShardPlan(0, 0, new OffsetRange(100, 600), 0, 2)),
          500,
          10_000,
          2,
          Map.of(0, 5L),
          1,
          List.of("a note"),
          "0123456789abcdef0123456789abcdef",
          null,
          new PlannedReads(9_000, 400, 5, 7),
          new TargetTopic("copies", "copies-id"));

  private static final String PLAN_JSON =
      """
      {"spec":{"name":"nightly","reason":"ticket 7",
      "source":{"topic":"orders","partitions":[0],"from":100,"to":{"0":600},"onMissingOffsets":"RECORD"},
      "filter":{"keys":["user-1"],"types":["order.placed"],"headers":{"region":"eu"}},
      "target":"copy","ordering":"KEY","throttle":{"recordsPerSecond":5000},"onError":"SKIP"},
      "topicId":"topic-id","compacted":true,"topicPartitions":4,
      "partitions":[{"partition":0,"range":{"from":100,"to":600},"missing":3,"estimatedBytes":10000}],
      "shards":[{"index":0,"partition":0,"range":{"from":100,"to":600},"bucket":0,"buckets":2}],
      "records":500,"bytes":10000,"readAmplification":2,"targetStarts":{"0":5},"expectedSeconds":1,
      "notes":["a note"],"hash":"0123456789abcdef0123456789abcdef",
      "reads":{"hotBytes":9000,"coldBytes":400,"coldRecords":5,"objectGets":7},
      "targetTopic":{"name":"copies","id":"copies-id"}}\
      """;

  /** The plan of a spec whose new fields do not have their defaults. */
  private static Plan redated() {
    var spec = PLAN.spec();
    return planOf(
        new ReplaySpec(
            spec.name(),
            spec.reason(),
            spec.source(),
            spec.filter(),
            spec.target(),
            spec.ordering(),
            spec.throttle(),
            spec.onError(),
            RecordTimestamps.REPLAY,
            true));
  }

  /** Returns the plan of the test with another spec. */
  private static Plan planOf(ReplaySpec spec) {
    return new Plan(
        spec,
        PLAN.topicId(),
        PLAN.compacted(),
        PLAN.topicPartitions(),
        PLAN.partitions(),
        PLAN.shards(),
        PLAN.records(),
        PLAN.bytes(),
        PLAN.readAmplification(),
        PLAN.targetStarts(),
        PLAN.expectedSeconds(),
        PLAN.notes(),
        PLAN.hash(),
        null,
        PLAN.reads(),
        PLAN.targetTopic());
  }

  private static String redatedJson() {
    return PLAN_JSON.replace(
        "\"onError\":\"SKIP\"",
        "\"onError\":\"SKIP\",\"timestamps\":\"REPLAY\",\"acceptExpiry\":true");
  }

  /** A plan whose filter has an expression. A worker that ignores it would deliver too much. */
  private static Plan withExpression() {
    var filter = new Filter(null, null, null, "data.cents > 5", 7);
    return planOf(PLAN.spec().withFilter(filter));
  }

  static Stream<Object> recordsWithAnExpression() {
    var plan = withExpression();
    return Stream.of(
        new CommandRecord("c-1", Samples.ID, "ada", Samples.NOON, new ReplayCommand.Create(plan)),
        new EventRecord(Samples.ID, 0, Samples.NOON, "ada", null, new ReplayEvent.Created(plan)));
  }

  @ParameterizedTest
  @MethodSource("recordsWithAnExpression")
  void aPlanWithAnExpressionHasVersionTwo(Object record) {
    var json = new String(ControlCodec.encode(record), StandardCharsets.UTF_8);

    assertThat(json)
        .contains(
            "\"filter\":{\"keys\":[],\"types\":[],\"headers\":{},\"where\":\"data.cents >"
                + " 5\",\"whereSchema\":7}")
        .endsWith("\"v\":2}");
    assertThat(ControlCodec.decode(utf8(json), record.getClass())).isEqualTo(record);
  }

  /** A plan that changes data. A worker that ignores this would deliver what is to be masked. */
  private static Plan withTransforms() {
    return planOf(
        PLAN.spec()
            .withTransforms(
                new Transforms(
                    List.of(
                        new Transform.Mask("email", Transform.MaskKind.HASH, "4f2c"),
                        new Transform.Drop("note"),
                        new Transform.Rename("name", "fullName"),
                        new Transform.SetField("cents", "data.cents + 1")),
                    7,
                    8)));
  }

  static Stream<Object> recordsWithTransforms() {
    var plan = withTransforms();
    return Stream.of(
        new CommandRecord("c-1", Samples.ID, "ada", Samples.NOON, new ReplayCommand.Create(plan)),
        new EventRecord(Samples.ID, 0, Samples.NOON, "ada", null, new ReplayEvent.Created(plan)));
  }

  @ParameterizedTest
  @MethodSource("recordsWithTransforms")
  void aPlanWithTransformsHasVersionThree(Object record) {
    var json = new String(ControlCodec.encode(record), StandardCharsets.UTF_8);

    assertThat(json)
        .contains(
            "\"transforms\":{\"steps\":["
                + "{\"do\":\"mask\",\"field\":\"email\",\"how\":\"HASH\",\"key\":\"4f2c\"},"
                + "{\"do\":\"drop\",\"field\":\"note\"},"
                + "{\"do\":\"rename\",\"field\":\"name\",\"to\":\"fullName\"},"
                + "{\"do\":\"set\",\"field\":\"cents\",\"value\":\"data.cents + 1\"}],"
                + "\"readSchema\":7,\"writeSchema\":8}")
        .endsWith("\"v\":3}");
    assertThat(ControlCodec.decode(utf8(json), record.getClass())).isEqualTo(record);
  }

  @Test
  void aPlanThatUpcastsOrRekeysHasVersionFour() {
    var steps =
        List.<Transform>of(
            new Transform.Drop("note"),
            new Transform.Upcast(),
            new Transform.Rekey(null, "data.country"));
    var plan = planOf(PLAN.spec().withTransforms(new Transforms(steps, 7, 7)));
    var created =
        new EventRecord(Samples.ID, 0, Samples.NOON, "ada", null, new ReplayEvent.Created(plan));

    var json = new String(ControlCodec.encode(created), StandardCharsets.UTF_8);

    assertThat(json)
        .contains(
            "\"steps\":[{\"do\":\"drop\",\"field\":\"note\"},{\"do\":\"upcast\"},"
                + "{\"do\":\"rekey\",\"value\":\"data.country\"}]")
        .endsWith("\"v\":4}");
    assertThat(ControlCodec.decode(utf8(json), EventRecord.class)).isEqualTo(created);
  }

  static Stream<Object> adaptiveRecords() {
    var plan = planOf(PLAN.spec().withAdaptive(new Adaptive(List.of("checkout"), 10_000L, null)));
    return Stream.of(
        new CommandRecord("c-1", Samples.ID, "ada", Samples.NOON, new ReplayCommand.Create(plan)),
        new EventRecord(Samples.ID, 0, Samples.NOON, "ada", null, new ReplayEvent.Created(plan)));
  }

  @ParameterizedTest
  @MethodSource("adaptiveRecords")
  void thePlanOfAnAdaptiveReplayHasVersionFour(Object record) {
    var json = new String(ControlCodec.encode(record), StandardCharsets.UTF_8);

    assertThat(json)
        .contains("\"adaptive\":{\"groups\":[\"checkout\"],\"maxLag\":10000}")
        .endsWith("\"v\":4}");
    assertThat(ControlCodec.decode(utf8(json), record.getClass())).isEqualTo(record);
  }

  @Test
  void theRateOfAShardHasThisForm() {
    var progress =
        Samples.progress(0, ShardState.CLAIMED, 40)
            .withRate(new ShardRate(12, "a broker delays records", Samples.NOON));
    var json = new String(ControlCodec.encode(progress), StandardCharsets.UTF_8);

    assertThat(json)
        .contains(
            "\"rate\":{\"recordsPerSecond\":12,\"cause\":\"a broker delays records\","
                + "\"since\":\"2026-01-31T12:00:00Z\"}")
        .endsWith("\"v\":1}");
    assertThat(ControlCodec.decode(utf8(json), ShardProgress.class)).isEqualTo(progress);
  }

  static Stream<Object> recordsWithARedrive() {
    var plan = planOfARedrive();
    return Stream.of(
        new CommandRecord("c-1", Samples.ID, "ada", Samples.NOON, new ReplayCommand.Create(plan)),
        new EventRecord(Samples.ID, 0, Samples.NOON, "ada", null, new ReplayEvent.Created(plan)));
  }

  private static Plan planOfARedrive() {
    var redrive = new Redrive(List.of("0123456789ab"), true);
    var ranges = List.of(new PartitionRange(0, new OffsetRange(3, 9)));
    return planOf(PLAN.spec().withRedrive(redrive))
        .withRedriven(List.of(new EarlierRedrive("r-1", null, List.of("0123456789ab"), ranges)));
  }

  @ParameterizedTest
  @MethodSource("recordsWithARedrive")
  void aPlanOfARedriveHasVersionFour(Object record) {
    var json = new String(ControlCodec.encode(record), StandardCharsets.UTF_8);

    assertThat(json)
        .contains(
            "\"redrive\":{\"causes\":[\"0123456789ab\"],\"again\":true}",
            "\"redriven\":[{\"replay\":\"r-1\",\"causes\":[\"0123456789ab\"],"
                + "\"ranges\":[{\"partition\":0,\"range\":{\"from\":3,\"to\":9}}]}]")
        .endsWith("\"v\":4}");
    assertThat(ControlCodec.decode(utf8(json), record.getClass())).isEqualTo(record);
  }

  @Test
  void aPlanThatParksRecordsHasVersionFour() {
    var spec = PLAN.spec();
    var parking =
        planOf(
                new ReplaySpec(
                    spec.name(),
                    spec.reason(),
                    spec.source(),
                    spec.filter(),
                    spec.target(),
                    spec.ordering(),
                    spec.throttle(),
                    OnError.PARK))
            .withParkedTopic(new ParkedTopic("copies.parked", "id-2", 1_000, Map.of(0, 5L)));
    var record =
        new EventRecord(Samples.ID, 0, Samples.NOON, "ada", null, new ReplayEvent.Created(parking));

    var json = new String(ControlCodec.encode(record), StandardCharsets.UTF_8);

    assertThat(json)
        .contains("\"onError\":\"PARK\"")
        .contains(
            "\"parkedTopic\":{\"name\":\"copies.parked\",\"id\":\"id-2\",\"maxBytes\":1000,"
                + "\"starts\":{\"0\":5}}")
        .endsWith("\"v\":4}");
    assertThat(ControlCodec.decode(utf8(json), EventRecord.class)).isEqualTo(record);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(
            new ReplayCommand.Create(PLAN), "{\"type\":\"create\",\"plan\":" + PLAN_JSON + "}"),
        Arguments.of(new ReplayCommand.Start("beef"), "{\"type\":\"start\",\"planHash\":\"beef\"}"),
        Arguments.of(new ReplayCommand.Pause(), "{\"type\":\"pause\"}"),
        Arguments.of(new ReplayCommand.Resume(), "{\"type\":\"resume\"}"),
        Arguments.of(new ReplayCommand.Cancel(), "{\"type\":\"cancel\"}"),
        Arguments.of(new ReplayCommand.Retry(), "{\"type\":\"retry\"}"),
        Arguments.of(
            new ReplayCommand.ChangeRate(new Throttle(null, 1_000L)),
            "{\"type\":\"changeRate\",\"throttle\":{\"bytesPerSecond\":1000}}"),
        Arguments.of(
            new ReplayCommand.RequestStart("beef"),
            "{\"type\":\"requestStart\",\"planHash\":\"beef\"}"),
        Arguments.of(
            new ReplayCommand.Approve("beef"), "{\"type\":\"approve\",\"planHash\":\"beef\"}"),
        Arguments.of(
            new ReplayCommand.RefuseApproval("beef", "no"),
            "{\"type\":\"refuseApproval\",\"planHash\":\"beef\",\"comment\":\"no\"}"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsHaveThisForm(ReplayCommand command, String json) {
    assertForm(
        new CommandRecord("c-1", Samples.ID, "ada", Samples.NOON, command),
        """
        {"id":"c-1","replay":"01970000-0000-7000-8000-000000000001","by":"ada",
        "at":"2026-01-31T12:00:00Z","command":%s,"v":1}\
        """
            .formatted(json));
  }

  @Test
  void aCommandOfAVerifiedSenderSaysSo() {
    assertForm(
        new CommandRecord(
            "c-1", Samples.ID, "ada", true, Samples.NOON, new ReplayCommand.Approve("beef")),
        """
        {"id":"c-1","replay":"01970000-0000-7000-8000-000000000001","by":"ada",
        "authenticated":true,"at":"2026-01-31T12:00:00Z",
        "command":{"type":"approve","planHash":"beef"},"v":1}\
        """);
  }

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(
            new ReplayEvent.StartRequested(
                new ApprovalRequest("ann", "beef", "it is large", Samples.NOON, Samples.NOON)),
            "{\"type\":\"startRequested\",\"request\":{\"by\":\"ann\",\"planHash\":\"beef\","
                + "\"reason\":\"it is large\",\"at\":\"2026-01-31T12:00:00Z\","
                + "\"expiresAt\":\"2026-01-31T12:00:00Z\"}}"),
        Arguments.of(
            new ReplayEvent.Approved("bob", "beef"),
            "{\"type\":\"approved\",\"by\":\"bob\",\"planHash\":\"beef\"}"),
        Arguments.of(
            new ReplayEvent.ApprovalRefused("bob", "no"),
            "{\"type\":\"approvalRefused\",\"by\":\"bob\",\"comment\":\"no\"}"),
        Arguments.of(new ReplayEvent.ApprovalExpired(), "{\"type\":\"approvalExpired\"}"),
        Arguments.of(
            new ReplayEvent.Created(PLAN), "{\"type\":\"created\",\"plan\":" + PLAN_JSON + "}"),
        Arguments.of(new ReplayEvent.Started(), "{\"type\":\"started\"}"),
        Arguments.of(new ReplayEvent.PauseRequested(), "{\"type\":\"pauseRequested\"}"),
        Arguments.of(
            new ReplayEvent.PauseRequested("too many", 101),
            "{\"type\":\"pauseRequested\",\"cause\":\"too many\",\"parked\":101}"),
        Arguments.of(new ReplayEvent.Resumed(), "{\"type\":\"resumed\"}"),
        Arguments.of(new ReplayEvent.CancelRequested(), "{\"type\":\"cancelRequested\"}"),
        Arguments.of(
            new ReplayEvent.FailureObserved("shard 1: gone"),
            "{\"type\":\"failureObserved\",\"cause\":\"shard 1: gone\"}"),
        Arguments.of(new ReplayEvent.Stopped(), "{\"type\":\"stopped\"}"),
        Arguments.of(new ReplayEvent.Retried(), "{\"type\":\"retried\"}"),
        Arguments.of(
            new ReplayEvent.RateChanged(Throttle.NONE),
            "{\"type\":\"rateChanged\",\"throttle\":{}}"),
        Arguments.of(
            new ReplayEvent.SharesIssued(Map.of(3, new Throttle(7L, 9L))),
            "{\"type\":\"sharesIssued\",\"shares\":{\"3\":{\"recordsPerSecond\":7,\"bytesPerSecond\":9}}}"),
        Arguments.of(
            new ReplayEvent.Completed(true), "{\"type\":\"completed\",\"withParked\":true}"),
        Arguments.of(
            new ReplayEvent.CommandRefused("no"),
            "{\"type\":\"commandRefused\",\"reason\":\"no\"}"),
        Arguments.of(
            new ReplayEvent.Expired(PLAN, Samples.account()),
            "{\"type\":\"expired\",\"plan\":"
                + PLAN_JSON
                + ",\"account\":{\"events\":3,\"state\":\"COMPLETED\",\"attempt\":1,\"throttle\":{},"
                + "\"createdAt\":\"2026-01-31T12:00:00Z\",\"startedAt\":\"2026-01-31T12:00:00Z\","
                + "\"endedAt\":\"2026-01-31T12:00:00Z\",\"shards\":1,\"done\":1,\"accounted\":100,"
                + "\"counts\":{\"delivered\":100,\"filtered\":0,\"elsewhere\":0,\"parked\":0,"
                + "\"skipped\":0,\"holes\":0,\"bytes\":1000},\"balanced\":true,\"digest\":\"d1\","
                + "\"partitions\":[{\"partition\":0,\"range\":{\"from\":1000,\"to\":1100},"
                + "\"missing\":0,\"delivered\":100,\"filtered\":0,\"parked\":0,\"skipped\":0,\"holes\":0,\"balanced\":true,\"doubts\":{\"0\":\"a"
                + " transaction may hang\"}}],\"slots\":[0],"
                + "\"commands\":[{\"id\":\"c-1\",\"by\":\"ada\",\"event\":\"Created\"}]}}"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsHaveThisForm(ReplayEvent event, String json) {
    assertForm(
        new EventRecord(Samples.ID, 12, Samples.NOON, "ada", "c-1", event),
        """
        {"replay":"01970000-0000-7000-8000-000000000001","seq":12,"at":"2026-01-31T12:00:00Z",
        "by":"ada","commandId":"c-1","event":%s,"v":1}\
        """
            .formatted(json));
  }

  @Test
  void anEventWithoutACommandNamesNone() {
    assertForm(
        new EventRecord(
            Samples.ID, 0, Samples.NOON, "coordinator", null, new ReplayEvent.Stopped()),
        """
        {"replay":"01970000-0000-7000-8000-000000000001","seq":0,"at":"2026-01-31T12:00:00Z",
        "by":"coordinator","event":{"type":"stopped"},"v":1}\
        """);
  }

  @Test
  void aSpecNamesTimestampsAndAcceptedExpiryUnlessTheyAreTheDefault() {
    commandsHaveThisForm(
        new ReplayCommand.Create(redated()),
        "{\"type\":\"create\",\"plan\":" + redatedJson() + "}");
  }

  @Test
  void everyCommandAndEventIsCoveredHere() {
    assertThat(commands()).hasSize(ReplayCommand.class.getPermittedSubclasses().length);
    assertThat(events().map(event -> event.get()[0].getClass()).distinct())
        .hasSize(ReplayEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void eventKeysSortBySequence() {
    assertThat(new EventRecord("r", 12, Samples.NOON, "ada", null, new ReplayEvent.Stopped()).key())
        .isEqualTo("r/00000000000000000012");
  }

  @Test
  void slotRecordsHaveThisForm() {
    assertForm(
        new SlotRecord(new ShardKey(Samples.ID, 3), 17),
        "{\"shard\":\"01970000-0000-7000-8000-000000000001/3\",\"slot\":17,\"v\":1}");
  }

  @Test
  void shardRecordsHaveThisForm() {
    var holes =
        new HoleList(
            List.of(new Hole(new OffsetRange(1_010, 1_012), HoleReason.TRANSACTION)),
            Map.of(HoleReason.TRANSACTION, 2L));
    assertForm(
        new ShardProgress(
            new ShardKey(Samples.ID, 3),
            17,
            ShardState.FAILED,
            1_021,
            4,
            2,
            "w1",
            new ShardCounts(10, 1, 2, 3, 4, 2, 640),
            holes,
            new OffsetDigest.State("ab".repeat(32), "00000000000005dccafebabe"),
            Samples.NOON,
            "out of range",
            null),
        """
        {"shard":"01970000-0000-7000-8000-000000000001/3","slot":17,"state":"FAILED",
        "nextOffset":1021,"leaseEpoch":4,"attempt":2,"worker":"w1",
        "counts":{"delivered":10,"filtered":1,"elsewhere":2,"parked":3,"skipped":4,"holes":2,"bytes":640},
        "holes":{"listed":[{"offsets":{"from":1010,"to":1012},"reason":"TRANSACTION"}],"offsets":{"TRANSACTION":2}},
        "digest":{"chain":"abababababababababababababababababababababababababababababababab",
        "pending":"00000000000005dccafebabe"},
        "at":"2026-01-31T12:00:00Z","cause":"out of range","v":1}\
        """);
  }

  @Test
  void aShardRecordNamesTheErrorThatTheShardWaitsFor() {
    var wait = ShardWait.forAnotherWorker(null, "w1", "no credentials", Samples.NOON);

    assertForm(
        Samples.progress(3, ShardState.STOPPED, 0).waitingFor(wait),
        """
        {"shard":"01970000-0000-7000-8000-000000000001/3","slot":3,"state":"STOPPED",
        "nextOffset":1000,"leaseEpoch":1,"attempt":1,"worker":"w1",
        "counts":{"delivered":0,"filtered":0,"elsewhere":0,"parked":0,"skipped":0,"holes":0,"bytes":0},
        "holes":{},"digest":{"chain":"%s","pending":""},
        "at":"2026-01-31T12:00:00Z","waiting":{"reason":"WORKER","since":"2026-01-31T12:00:00Z",
        "attempt":1,"error":"no credentials","workers":["w1"]},"v":1}\
        """
            .formatted(OffsetDigest.State.EMPTY.chain()));
  }

  @Test
  void aNoteOfADoubtHasAKeyOfItsOwnForEachTransaction() {
    var before = Samples.progress(3, ShardState.CLAIMED, 0);

    assertForm(
        DoubtNote.about(before, "it is in doubt", Samples.NOON),
        """
        {"shard":"doubt:01970000-0000-7000-8000-000000000001:1000:1/3","slot":3,"state":"FAILED",
        "nextOffset":1000,"leaseEpoch":1,"attempt":1,"worker":"w1",
        "counts":{"delivered":0,"filtered":0,"elsewhere":0,"parked":0,"skipped":0,"holes":0,"bytes":0},
        "holes":{},"digest":{"chain":"%s","pending":""},
        "at":"2026-01-31T12:00:00Z","cause":"it is in doubt","v":1}\
        """
            .formatted(OffsetDigest.State.EMPTY.chain()));
  }

  @Test
  void readsAReasonToWaitThatALaterVersionHasAdded() {
    var wait = ShardWait.forAnotherWorker(null, "w1", "x", Samples.NOON);
    var written = Samples.progress(3, ShardState.STOPPED, 0).waitingFor(wait);
    var later =
        new String(ControlCodec.encode(written), StandardCharsets.UTF_8)
            .replace("\"WORKER\"", "\"MOON\"");

    var read = ControlCodec.decode(later.getBytes(StandardCharsets.UTF_8), ShardProgress.class);

    assertThat(read.waiting().reason()).isEqualTo(ShardWait.Reason.RETRY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLAIMED", "STOPPED", "DONE"})
  void aShardRecordWithoutHolesOrCauseLeavesThemOut(String state) {
    assertForm(
        Samples.progress(0, ShardState.valueOf(state), 1),
        """
        {"shard":"01970000-0000-7000-8000-000000000001/0","slot":0,"state":"%s",
        "nextOffset":1001,"leaseEpoch":1,"attempt":1,"worker":"w1",
        "counts":{"delivered":1,"filtered":0,"elsewhere":0,"parked":0,"skipped":0,"holes":0,"bytes":10},
        "holes":{},"digest":{"chain":"%s","pending":""},"at":"2026-01-31T12:00:00Z","v":1}\
        """
            .formatted(state, "00".repeat(32)));
  }

  @Test
  void passesOverFieldsThatALaterBuildAdds() {
    var later = "{\"shard\":\"r/3\",\"slot\":17,\"colour\":\"red\",\"v\":1}";

    assertThat(ControlCodec.decode(utf8(later), SlotRecord.class))
        .isEqualTo(new SlotRecord(new ShardKey("r", 3), 17));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0", "null"})
  void refusesAnotherVersion(String version) {
    var json = "{\"shard\":\"r/3\",\"slot\":17,\"v\":" + version + "}";

    assertThatThrownBy(() -> ControlCodec.decode(utf8(json), SlotRecord.class))
        .isInstanceOf(UnreadableControlRecordException.class)
        .hasMessageContaining("format version " + version.replace("null", "0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "null",
        "{\"v\":1}",
        "{\"replay\":\"r\",\"seq\":0,\"at\":\"2026-01-31T12:00:00Z\",\"by\":\"a\",\"event\":{\"type\":\"teleported\"},\"v\":1}"
      })
  void refusesWhatItCannotObey(String bytes) {
    assertThatThrownBy(() -> ControlCodec.decode(utf8(bytes), EventRecord.class))
        .isInstanceOf(UnreadableControlRecordException.class);
  }

  /** A command that names no plan or rate must never become an event that no worker can fold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"type\":\"create\"}",
        "{\"type\":\"start\"}",
        "{\"type\":\"changeRate\"}",
        "{\"type\":\"changeRate\",\"throttle\":{\"recordsPerSecond\":0}}",
        "{\"type\":\"teleport\"}"
      })
  void refusesACommandThatSaysTooLittle(String command) {
    var json =
        "{\"id\":\"c\",\"replay\":\"r\",\"by\":\"a\",\"at\":\"2026-01-31T12:00:00Z\",\"command\":%s,\"v\":1}"
            .formatted(command);

    assertThatThrownBy(() -> ControlCodec.decode(utf8(json), CommandRecord.class))
        .isInstanceOf(UnreadableControlRecordException.class);
  }

  private static void assertForm(Object controlRecord, String json) {
    var expected = json.replace("\n", "");
    var written = new String(ControlCodec.encode(controlRecord), StandardCharsets.UTF_8);
    assertThat(written).isEqualTo(expected);
    assertThat((Object) ControlCodec.decode(utf8(expected), controlRecord.getClass()))
        .isEqualTo(controlRecord);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
