package io.reprise.compactor;

import io.reprise.compactor.fold.CompactionRun;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import io.reprise.store.facts.TopicInspector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every 10 s how many committed offsets this instance has not folded yet, and checks
 * whether a source topic was deleted and recreated. A compaction of a recreated topic is stopped.
 */
final class LagMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagMonitor.class);
  private static final long EVERY_SECONDS = 10;

  private final TopicInspector inspector;
  private final List<CompactionRun> runs;
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("compactor-lag");

  LagMonitor(TopicInspector inspector, List<CompactionRun> runs) {
    this.inspector = inspector;
    this.runs = runs;
    thread.scheduleWithFixedDelay(this::measure, 1, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void measure() {
    try {
      runs.forEach(run -> run.lag(lag(run)));
    } catch (RuntimeException e) {
      LOG.debug(
          "compactor could not measure its lag and keeps the last measured values cause={}",
          e.getMessage());
    }
  }

  private long lag(CompactionRun run) {
    var marks = run.marks();
    var topic = run.topics().compaction().topics().source();
    long lag = 0;
    var now = inspector.inspect(topic);
    run.requireTopicId(now.topicId());
    for (var facts : now.partitions()) {
      var mark = marks.get(facts.partition());
      if (mark != null) {
        lag += Math.max(0, facts.committedEnd() - mark.processedTo());
      }
    }
    return lag;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
