package io.reprise.compactor.http;

import io.reprise.compactor.audit.SnapshotAudit;
import io.reprise.compactor.fold.CompactionRun;
import io.reprise.compactor.state.StateJsonReader;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.fold.ReducerId;
import java.util.Comparator;
import java.util.List;

/** The parts of a started compactor that the HTTP routes use to answer requests. Thread-safe. */
public record RunningCompactor(
    List<CompactionRun> runs, TopicInspector inspector, StateJsonReader json, SnapshotAudit audit) {

  /**
   * Finds a compaction.
   *
   * @param reducer name, such as {@code merge.v1}, or {@code merge} for the highest version that
   *     this instance runs
   */
  CompactionRun find(String topic, String reducer) {
    return runs.stream()
        .filter(run -> run.topics().compaction().topics().source().equals(topic))
        .filter(run -> isNamed(id(run), reducer))
        .max(Comparator.comparing(run -> id(run).version()))
        .orElseThrow(() -> SnapshotProblems.unknownReducer(topic, reducer));
  }

  private static ReducerId id(CompactionRun run) {
    return run.topics().compaction().provider().id();
  }

  private static boolean isNamed(ReducerId id, String name) {
    return id.name().equals(name) || id.toString().equals(name);
  }
}
