package io.reprise.local.demo;

import io.reprise.cli.client.IngestClient;
import io.reprise.cli.output.ProgressDisplay;
import io.reprise.cli.publish.BatchPublisher;
import io.reprise.cli.publish.ExampleEvents;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.dev.ExampleSchema;
import io.reprise.local.stack.Stack;

/** Publishes the demonstration's events to the ingest service over HTTP. */
final class DemoPublisher {
  private static final int EVENTS = 20_000;

  /**
   * The number of events that are published before the snapshots are exported. The remaining events
   * are the tail that the rehydration applies.
   */
  private static final int SNAPSHOTS_AT = 16_000;

  private static final int USERS = 500;
  private static final int PARTITIONS = 8;

  private final Stack stack;

  DemoPublisher(Stack stack) {
    this.stack = stack;
  }

  /** Creates the demonstration's topics and registers the schema of its events. */
  void prepare() {
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, Demo.TOPIC, Demo.REPLAYED);
    ExampleSchema.register(stack.registry());
  }

  /**
   * Publishes the events that the exported snapshots will contain. Returns how many events were
   * acknowledged.
   */
  long publishFirst() {
    return publish(0, SNAPSHOTS_AT, "published, first part");
  }

  /** Publishes the remaining events. Returns how many events were acknowledged. */
  long publishRest() {
    return publish(SNAPSHOTS_AT, EVENTS, "published, the rest");
  }

  private long publish(int from, int to, String task) {
    try (var progress = new ProgressDisplay(task, to - from)) {
      return new BatchPublisher(new IngestClient(stack.ingest()), Demo.TOPIC)
          .publish(new ExampleEvents("/reprise/demo", USERS), from, to, progress::at);
    }
  }
}
