package io.reprise.compactor.http;

import io.javalin.http.Context;
import io.reprise.compactor.audit.AuditFinding;
import io.reprise.compactor.audit.AuditListener;
import io.reprise.compactor.audit.AuditTask;
import io.reprise.compactor.fold.CompactionRun;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.FieldMask;
import io.reprise.runtime.access.FieldPath;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.JsonLines;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.RequestBody;
import io.reprise.runtime.http.Routes;
import io.reprise.store.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs audits on request; the response is written line by line during the audit. Thread-safe. */
final class AuditApi implements Consumer<Routes> {
  private final Supplier<RunningCompactor> serving;

  AuditApi(Supplier<RunningCompactor> serving) {
    this.serving = serving;
  }

  @Override
  public void accept(Routes routes) {
    routes.post(
        "/api/v1/snapshots/audit",
        Permission.onTopic(Action.OPERATE, AuditApi::resource),
        this::audit);
  }

  private static Resource resource(Context ctx) {
    return Resource.topic(RequestBody.read(ctx, AuditRequest.class).topic());
  }

  private void audit(Context ctx) {
    var request = RequestBody.read(ctx, AuditRequest.class);
    var mask = mask(Caller.of(ctx), request);
    var now = serving.get();
    var task = task(request, now.find(request.topic(), request.reducer()));
    var lines = new JsonLines(ctx, SnapshotProblems::of);
    lines.run(() -> now.audit().run(task, new Lines(lines, mask)));
  }

  /** Returns what is hidden from the caller. Refuses to look for keys if keys are hidden. */
  private static FieldMask mask(Caller caller, AuditRequest request) {
    var mask = caller.mask(request.topic());
    var hidden = mask.hiddenOf(FieldPath.ofKey());
    if (hidden.isPresent() && !request.keys().isEmpty()) {
      throw caller.searchesByMasked(request.topic(), "keys", hidden.get());
    }
    return mask;
  }

  private static AuditTask task(AuditRequest request, CompactionRun run) {
    int partitions = run.topics().partitions();
    var keys = request.keys().stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
    return new AuditTask(
        run.topics().compaction(),
        keys.isEmpty() ? IntStream.range(0, partitions).boxed().toList() : of(keys, partitions),
        request.sample(),
        request.seed(),
        keys);
  }

  private static List<Integer> of(List<byte[]> keys, int partitions) {
    return keys.stream().map(key -> KeyPartition.of(key, partitions)).distinct().sorted().toList();
  }

  private record Lines(JsonLines lines, FieldMask mask) implements AuditListener {
    @Override
    public void found(AuditFinding finding) {
      lines.tell("finding", MaskedFinding.of(finding, mask));
    }

    @Override
    public void progress(long done, long total) {
      lines.progress(done, total, "offsets");
    }
  }
}
