package io.reprise.compactor.http;

import io.javalin.http.Context;
import io.reprise.compactor.fold.CompactionRun;
import io.reprise.compactor.http.CompactionStatus.Partition;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.http.Caller;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.http.Routes;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for the progress of all compactions. Every instance can answer for all of them.
 * Thread-safe.
 */
final class StatusApi implements Consumer<Routes> {
  private static final String LOCAL = "local";

  private final Supplier<RunningCompactor> serving;
  private final OtherInstances others;

  StatusApi(Supplier<RunningCompactor> serving, OtherInstances others) {
    this.serving = serving;
    this.others = others;
  }

  @Override
  public void accept(Routes routes) {
    routes.get("/api/v1/snapshots", Permission.onEach(Action.VIEW, On.EACH_TOPIC), this::list);
  }

  private void list(Context ctx) {
    var now = serving.get();
    var caller = Caller.of(ctx);
    var here =
        now.runs().stream()
            .filter(run -> caller.mayView(run.topics().compaction().topics().source()))
            .map(run -> status(run, now.inspector()))
            .toList();
    ctx.json(
        LOCAL.equals(ctx.queryParam("scope"))
            ? here
            : completed(here, ctx.header("Authorization")));
  }

  private static CompactionStatus status(CompactionRun run, TopicInspector inspector) {
    var topics = run.topics().compaction().topics();
    return new CompactionStatus(
        topics.source(),
        topics.reducer().name(),
        topics.reducer().version(),
        topics.name(),
        partitions(run, inspector),
        run.fault().orElse(null));
  }

  /**
   * Returns the progress of each partition of a compaction. Returns an empty list if the source
   * topic was deleted; the fault of the compaction then says so.
   */
  private static List<Partition> partitions(CompactionRun run, TopicInspector inspector) {
    var owners = run.owners();
    try {
      return inspector.inspect(run.topics().compaction().topics().source()).partitions().stream()
          .map(facts -> partition(run, owners, facts))
          .toList();
    } catch (TopicNotFoundException e) {
      return List.of();
    }
  }

  private static Partition partition(
      CompactionRun run, Map<Integer, String> owners, PartitionFacts facts) {
    int number = facts.partition();
    var mark = run.marks().get(number);
    var fault = run.fault(number).orElse(null);
    return mark == null
        ? Partition.unknown(number, facts.committedEnd(), owners.get(number), fault)
        : Partition.of(
            number,
            facts.committedEnd(),
            run.advertised(),
            mark,
            run.keys(number).orElse(0),
            fault);
  }

  /**
   * Returns the given progress with the values of the partitions that other instances fold. These
   * values are requested from the other instances.
   *
   * @param here the progress as this instance knows it
   * @param authorization the header by which the caller proves who they are; the other instances
   *     are asked in the name of the caller
   */
  private List<CompactionStatus> completed(
      List<CompactionStatus> here, @Nullable String authorization) {
    var more = new ArrayList<CompactionStatus>();
    here.stream()
        .flatMap(status -> status.partitions().stream())
        .filter(p -> p.processedTo() == null)
        .map(Partition::owner)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(owner -> more.addAll(others.ask(owner, authorization)));
    return here.stream().map(status -> completed(status, more)).toList();
  }

  private static CompactionStatus completed(CompactionStatus status, List<CompactionStatus> more) {
    var known =
        more.stream()
            .filter(other -> other.snapshots().equals(status.snapshots()))
            .flatMap(other -> other.partitions().stream())
            .filter(p -> p.processedTo() != null || p.fault() != null)
            .toList();
    return status.with(
        status.partitions().stream()
            .map(p -> p.processedTo() == null ? owned(p, known) : p)
            .toList());
  }

  private static Partition owned(Partition unknown, List<Partition> known) {
    return known.stream()
        .filter(p -> p.partition() == unknown.partition())
        .findFirst()
        .orElse(unknown);
  }
}
