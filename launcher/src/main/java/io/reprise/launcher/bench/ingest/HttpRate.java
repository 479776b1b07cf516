package io.reprise.launcher.bench.ingest;

import io.reprise.launcher.bench.BenchRoom;
import io.reprise.launcher.bench.Figure;
import io.reprise.launcher.bench.Pairs;
import io.reprise.launcher.bench.peer.ProducerPerformance;
import io.reprise.launcher.bench.peer.ToolProcess;
import io.reprise.launcher.stack.Stack;
import io.reprise.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** {@code ingest-http}: batches over HTTP, each event held against its schema, each stored once. */
record HttpRate(BenchRoom room, Stack stack) {
  private static final double GOAL = 0.3;
  private static final int BATCH = 100;
  private static final int CONNECTIONS = 4;
  private static final Schema SCHEMA =
      SchemaBuilder.record("BenchEvent")
          .namespace("io.reprise.bench")
          .fields()
          .requiredString("userId")
          .requiredString("body")
          .endRecord();

  Figure measure() throws InterruptedException {
    int events = room.effort().of(20_000, 200_000);
    try (var registry = SchemaRegistry.at(stack.registry())) {
      registry.register(SchemaRegistry.valueSubject(IngestBench.EVENTS), SCHEMA);
    }
    try (var load = load();
        var peer = new ProducerPerformance(stack.bootstrapServers(), room.directory())) {
      return Figure.ofPairs(
          "ingest-http",
          Pairs.interleaved(
              room.effort().of(1, 2),
              room.effort().of(2, 5),
              () -> publish(load, events),
              () -> produce(peer, events)),
          "records/s",
          ProducerPerformance.NAME,
          GOAL,
          "CloudEvents in batches of %d over %d connections, JSON data of about %,d bytes held against a schema and stored as Avro, ids remembered; %,d events a run, requests made beforehand; the peer sends records of %,d bytes with acks=all, else its defaults"
              .formatted(
                  BATCH, CONNECTIONS, IngestBench.EVENT_BYTES, events, IngestBench.EVENT_BYTES));
    }
  }

  private ToolProcess load() {
    return ToolProcess.start(
        HttpLoad.class.getName(),
        List.of("-Xmx2g"),
        System.getProperty("java.class.path"),
        room.directory().resolve("http-load.log"));
  }

  private double publish(ToolProcess load, int events) {
    var printed =
        load.run(
            List.of(
                stack
                    .ingest()
                    .resolve("/api/v1/topics/" + IngestBench.EVENTS + "/events")
                    .toString(),
                "/bench/" + UUID.randomUUID(),
                Integer.toString(events),
                Integer.toString(BATCH),
                Integer.toString(CONNECTIONS),
                Integer.toString(IngestBench.EVENT_BYTES)));
    double rate = events / Double.parseDouble(printed.get(0));
    room.say("ingest over HTTP: %,.0f records/s", rate);
    return rate;
  }

  private double produce(ProducerPerformance peer, int events) {
    double rate = peer.recordsPerSecond(IngestBench.PEER, events, IngestBench.EVENT_BYTES);
    room.say("%s: %,.0f records/s", ProducerPerformance.NAME, rate);
    return rate;
  }
}
