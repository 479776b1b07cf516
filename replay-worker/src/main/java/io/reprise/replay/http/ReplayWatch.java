package io.reprise.replay.http;

import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.operate.ReplaySummary;
import io.reprise.runtime.http.EventSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends the summary of one replay to an HTTP event stream each time the summary changes. The stream
 * ends when the replay has ended. Confined to the thread of the stream.
 */
final class ReplayWatch implements EventSource {
  private final ReplayOperations operations;
  private final String id;
  private @Nullable ReplaySummary last;

  ReplayWatch(ReplayOperations operations, String id) {
    this.operations = operations;
    this.id = operations.replay(id).id();
  }

  @Override
  public Step next() {
    var replay = operations.replay(id);
    var summary = operations.freshSummary(replay);
    if (replay.state().isFinal()) {
      return new LastEvent("end", summary);
    }
    if (summary.equals(last)) {
      return new Quiet();
    }
    last = summary;
    return new Event("progress", summary);
  }
}
