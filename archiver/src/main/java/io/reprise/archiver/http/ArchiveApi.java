package io.reprise.archiver.http;

import io.javalin.http.Context;
import io.reprise.archiver.commit.ArchiveAnchors;
import io.reprise.archiver.generation.SnapshotExporter;
import io.reprise.archiver.operate.ArchiveList;
import io.reprise.archiver.operate.ArchiveName;
import io.reprise.archiver.operate.ArchivedRecords;
import io.reprise.archiver.operate.GarbageCollector;
import io.reprise.archiver.operate.Holds;
import io.reprise.archiver.operate.Prover;
import io.reprise.archiver.operate.Restorer;
import io.reprise.archiver.operate.SegmentMerges;
import io.reprise.archiver.operate.StatusReport;
import io.reprise.archiver.operate.TopicArchives;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.JsonLines;
import io.reprise.runtime.http.OpenApiRoute;
import io.reprise.runtime.http.OperatorName;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.http.RequestBody;
import io.reprise.runtime.http.RequestParameters;
import io.reprise.runtime.http.RequiredField;
import io.reprise.runtime.http.ResourceFinder;
import io.reprise.runtime.http.Routes;
import io.reprise.store.OffsetRange;
import io.reprise.store.object.s3.StoreProbe;
import io.reprise.store.snapshot.generation.GenerationManifest;
import io.reprise.store.snapshot.generation.Generations;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Registers all routes of an archiver's HTTP API. Thread-safe. */
public final class ArchiveApi implements Consumer<Routes> {
  private final TopicArchives archives;
  private final ArchiveAnchors anchors;
  private final StatusReport status;
  private final Holds holds;
  private final SegmentMerges merges;
  private final Restorer restorer;
  private final ArchivedRecords records;
  private final SnapshotExporter exporter;
  private final Clock clock;

  public ArchiveApi(
      TopicArchives archives,
      ArchiveAnchors anchors,
      StatusReport status,
      Holds holds,
      SegmentMerges merges,
      Restorer restorer,
      ArchivedRecords records,
      SnapshotExporter exporter,
      Clock clock) {
    this.archives = archives;
    this.anchors = anchors;
    this.status = status;
    this.holds = holds;
    this.merges = merges;
    this.restorer = restorer;
    this.records = records;
    this.exporter = exporter;
    this.clock = clock;
  }

  @Override
  public void accept(Routes routes) {
    ArchiveProblems.addTo(routes);
    new OpenApiRoute(ArchiveApi.class).accept(routes);
    var topic = ResourceFinder.topicInQuery("topic");
    var view = Permission.onTopic(Action.VIEW, topic);
    var each = Permission.onEach(Action.VIEW, On.EACH_TOPIC);
    routes.get("/api/v1/archive/status", each, this::status);
    routes.get("/api/v1/archive/archives", each, this::list);
    routes.get("/api/v1/archive/probe", Permission.of(Action.ADMINISTER), this::probe);
    routes.get("/api/v1/archive/holds", view, ctx -> ctx.json(holds.list(topic(ctx))));
    routes.post(
        "/api/v1/archive/holds", operate(HoldRequest.class, HoldRequest::topic), this::placeHold);
    routes.delete(
        "/api/v1/archive/holds/{id}", Permission.onTopic(Action.APPROVE, topic), this::liftHold);
    routes.post(
        "/api/v1/archive/prove", operate(RangeRequest.class, RangeRequest::topic), this::prove);
    routes.post(
        "/api/v1/archive/merge", operate(MergeRequest.class, MergeRequest::topic), this::merge);
    routes.post(
        "/api/v1/archive/gc",
        Permission.onTopic(Action.ADMINISTER, ArchiveApi::collected),
        this::collect);
    routes.post(
        "/api/v1/archive/restore",
        Permission.onTopicAndTarget(Action.OPERATE, ArchiveApi::restored),
        this::restore);
    routes.get(
        "/api/v1/archive/records", Permission.onTopic(Action.READ, topic), this::readRecords);
    routes.post(
        "/api/v1/archive/snapshots",
        operate(ExportRequest.class, ExportRequest::topic),
        this::export);
    routes.get("/api/v1/archive/snapshots", view, this::generations);
  }

  private static <T extends Record> Permission operate(Class<T> body, Function<T, String> topic) {
    return Permission.onTopic(
        Action.OPERATE, ctx -> Resource.topic(topic.apply(RequestBody.read(ctx, body))));
  }

  private static Resource collected(Context ctx) {
    var topic = RequestBody.read(ctx, GarbageCollectionRequest.class).topic();
    return Resource.topic(topic == null ? Resource.ALL : topic);
  }

  /** The topic that a restore writes to is its target. */
  private static Resource restored(Context ctx) {
    var request = RequestBody.read(ctx, RangeRequest.class);
    return new Resource(request.topic(), RequiredField.text("into", request.into()));
  }

  private void status(Context ctx) {
    ctx.json(
        StatusPage.of(
            status.page(StatusPage.selection(ctx)),
            status.topics().get(),
            Caller.of(ctx)::mayView));
  }

  private void list(Context ctx) {
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(
        () ->
            new ArchiveList(archives)
                .list(
                    ctx.queryParam("topic"),
                    Caller.of(ctx)::mayView,
                    archive -> lines.tell("archive", archive)));
  }

  private void probe(Context ctx) {
    ctx.json(StoreProbe.run(archives.store(), UUID.randomUUID().toString()));
  }

  private void placeHold(Context ctx) {
    var request = RequestBody.read(ctx, HoldRequest.class);
    ctx.status(201).json(request.place(holds, operator(ctx)));
  }

  private void liftHold(Context ctx) {
    ctx.json(holds.remove(topic(ctx), ctx.pathParam("id"), operator(ctx)));
  }

  private void prove(Context ctx) {
    var request = RequestBody.read(ctx, RangeRequest.class);
    archives.require(request.archive(), request.partitions());
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(
        () ->
            new Prover(archives, anchors::read, f -> lines.tell("finding", f), lines::progress)
                .prove(
                    request.archive(), request.partitions(), request.range(), request.anchoring()));
  }

  private void merge(Context ctx) {
    var request = RequestBody.read(ctx, MergeRequest.class);
    archives.topics().idOf(request.topic());
    var merge = request.by(operator(ctx));
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(() -> merges.merge(merge, merged -> lines.tell("merged", merged)));
  }

  private void collect(Context ctx) {
    var request = RequestBody.read(ctx, GarbageCollectionRequest.class);
    var topics =
        request.topic() == null
            ? status.topics().get().accepted().keySet()
            : Set.of(request.topic());
    topics.forEach(archives.topics()::idOf);
    var collector = new GarbageCollector(archives, clock, request.leastAge());
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(
        () ->
            request.apply()
                ? collector.remove(topics, o -> lines.tell("orphan", o))
                : collector.list(topics, o -> lines.tell("orphan", o)));
  }

  private void restore(Context ctx) {
    var request = RequestBody.read(ctx, RangeRequest.class);
    archives.require(request.archive(), request.partitions());
    var restore = request.restore();
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(() -> restorer.restore(restore, lines::progress));
  }

  private void readRecords(Context ctx) {
    var archive = new ArchiveName(topic(ctx), ctx.queryParam("topicId"));
    int partition = RequestParameters.intNumber(ctx, "partition", 0, 0);
    var range =
        new OffsetRange(
            RequestParameters.number(ctx, "from", 0, 0),
            RequestParameters.number(ctx, "to", 0, Long.MAX_VALUE));
    if (range.isEmpty()) {
      throw new IllegalArgumentException(
          "the range %s is empty: give a to above from".formatted(range));
    }
    long limit = RequestParameters.number(ctx, "limit", 1, Long.MAX_VALUE);
    archives.require(archive, Set.of(partition));
    var mask = Caller.of(ctx).mask(archive.topic());
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(
        () ->
            Map.of(
                "covered",
                records.read(
                    archive,
                    partition,
                    range,
                    limit,
                    r -> lines.write("record", RecordLine.of(r, mask, records.values())))));
  }

  private void export(Context ctx) {
    var snapshots = RequestBody.read(ctx, ExportRequest.class).snapshots();
    archives.topics().idOf(snapshots.source());
    archives.topics().idOf(snapshots.name());
    var lines = new JsonLines(ctx, ArchiveProblems::of);
    lines.run(
        () -> line(exporter.generations(snapshots), exporter.export(snapshots, lines::progress)));
  }

  private void generations(Context ctx) {
    var generations = exporter.generations(ExportRequest.of(ctx).snapshots());
    ctx.json(
        Map.of(
            "generations",
            generations.list().stream().map(manifest -> line(generations, manifest)).toList()));
  }

  private static String topic(Context ctx) {
    return RequestParameters.requiredText(ctx, "topic");
  }

  private static String operator(Context ctx) {
    return OperatorName.of(ctx).orElse("unknown");
  }

  private static GenerationLine line(Generations generations, GenerationManifest manifest) {
    return GenerationLine.of(manifest, generations.layout().manifest(manifest.generation()));
  }
}
