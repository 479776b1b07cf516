package io.reprise.ingest.service.open;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.index.IndexSink;
import io.reprise.ingest.service.index.IndexTail;
import io.reprise.ingest.service.index.IndexTopics;
import io.reprise.ingest.service.index.IndexWriter;
import io.reprise.ingest.service.index.WindowRestorer;
import io.reprise.ingest.service.topic.TopicCatalog;
import io.reprise.runtime.lifecycle.Lifecycle;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * Creates and starts the parts that keep id indexes and dedupe windows up to date: the reader and
 * the writer of id indexes, and {@link OpenTopics}.
 */
public final class OpenTopicsAssembly {
  private OpenTopicsAssembly() {}

  /**
   * Settings of the id index.
   *
   * @param instance this instance's name. Two running instances must not share a name; a restarted
   *     instance keeps its name
   * @param window how long the id of a stored event is remembered
   * @param every how often ids are written to the index
   */
  public record Settings(String instance, Duration window, Duration every) {}

  /**
   * Restores the dedupe windows, and starts to write the id indexes and to tail them.
   *
   * @param lifecycle closes the parts
   * @param sink appends records to index topics
   * @param windows creates an empty window for a topic
   */
  public static OpenTopics start(
      Settings settings,
      Lifecycle lifecycle,
      Admin admin,
      Map<String, Object> clientSettings,
      IndexSink sink,
      Supplier<IdWindow> windows,
      MeterRegistry meters) {
    var tail =
        lifecycle.start(
            "id-index-tail", () -> IndexTail.start(clientSettings, Clock.systemUTC(), meters));
    var writer = lifecycle.start("id-index-writer", () -> new IndexWriter(sink, settings.every()));
    var stopped = new AtomicBoolean();
    return lifecycle.start(
        "topics",
        () ->
            new OpenTopics(
                new TopicCatalog(admin),
                new IndexTopics(admin, settings.window()),
                new WindowRestorer(admin, clientSettings, settings.instance(), stopped::get),
                tail,
                writer,
                windows,
                stopped));
  }
}
