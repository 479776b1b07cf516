package io.reprise.trials.bench.ingest;

import io.reprise.cli.context.SecurityFiles;
import io.reprise.trials.bench.peer.ToolProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events over HTTP from a JVM of its own, in batches, over connections that are kept
 * open. Confined to one thread; closing this object ends the JVM.
 */
public final class HttpPublisher implements AutoCloseable {
  /** Events in a request. */
  public static final int BATCH = 100;

  public static final int CONNECTIONS = 4;

  /** Bytes of an event's data. */
  public static final int EVENT_BYTES = IngestBench.EVENT_BYTES;

  private final ToolProcess load;

  private HttpPublisher(ToolProcess load) {
    this.load = load;
  }

  /** Starts the JVM. */
  public static HttpPublisher start(Path directory) {
    return new HttpPublisher(
        ToolProcess.start(
            HttpLoad.class.getName(),
            List.of("-Xmx2g"),
            System.getProperty("java.class.path"),
            directory.resolve("http-load.log")));
  }

  /**
   * Publishes new events, and returns the seconds from the first request to the last answer.
   *
   * @param service address of the ingest service
   * @param files the token to send and the authority to trust, if any
   * @throws io.reprise.cli.command.CommandFailure unless every event was stored
   */
  public double publish(URI service, String topic, int events, SecurityFiles files) {
    var printed =
        load.run(
            List.of(
                service.resolve("/api/v1/topics/" + topic + "/events").toString(),
                "/bench/" + UUID.randomUUID(),
                Integer.toString(events),
                Integer.toString(BATCH),
                Integer.toString(CONNECTIONS),
                Integer.toString(EVENT_BYTES),
                argument(files.token()),
                argument(files.ca())));
    return Double.parseDouble(printed.get(0));
  }

  private static String argument(@Nullable Path file) {
    return file == null ? HttpLoad.NONE : file.toString();
  }

  @Override
  public void close() {
    load.close();
  }
}
