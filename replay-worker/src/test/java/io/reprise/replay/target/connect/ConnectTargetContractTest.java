package io.reprise.replay.target.connect;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.ConnectTargetConfig.RecordFormat;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.ReplayTargetContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** The contract of targets, for a connector that keeps its records in memory. */
class ConnectTargetContractTest extends ReplayTargetContract {
  private final String id = UUID.randomUUID().toString();
  private final TestSink.Behaviour sink = new TestSink.Behaviour();

  @BeforeEach
  void behave() {
    TestSink.behave(id, sink);
  }

  @Override
  protected ReplayTarget open() {
    var config =
        new ConnectTargetConfig(
            Path.of("unused"),
            TestSink.class.getName(),
            Map.of(TestSink.ID, id),
            null,
            null,
            RecordFormat.JSON,
            null,
            null);
    return ConnectTarget.open(
        "sink",
        config,
        EventSchemas.NONE,
        new Backoff(() -> 0),
        Ticker.SYSTEM,
        getClass().getClassLoader());
  }

  @Override
  protected List<Held> held() {
    return sink.written().stream()
        .map(record -> new Held(record.kafkaPartition(), record.kafkaOffset()))
        .toList();
  }
}
