package io.reprise.rehydrate;

import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event log read from a file, for processes that are killed too soon to connect to a broker. */
public final class RecordedLog implements EventLog {
  private static final int STEP = 100;

  private final String topic;
  private final Map<Integer, Long> ends = new TreeMap<>();
  private final Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records = new TreeMap<>();

  private RecordedLog(String topic) {
    this.topic = topic;
  }

  public static void write(SeededTopic topic, Path file) throws IOException {
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeUTF(topic.name());
      for (var end : topic.latest().entrySet()) {
        var all = topic.records(end.getKey(), end.getValue());
        out.writeLong(end.getValue());
        out.writeInt(all.size());
        for (var record : all) {
          out.writeLong(record.offset());
          out.writeLong(record.timestamp());
          write(out, record.key());
          write(out, record.value());
        }
      }
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  public static RecordedLog read(Path file) throws IOException {
    try (var in =
        new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))) {
      var log = new RecordedLog(in.readUTF());
      for (int partition = 0; partition < SeededTopic.PARTITIONS; partition++) {
        log.ends.put(partition, in.readLong());
        var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int left = in.readInt(); left > 0; left--) {
          all.add(log.record(partition, in));
        }
        log.records.put(partition, all);
      }
      return log;
    }
  }

  private ConsumerRecord<byte[], byte[]> record(int partition, DataInputStream in)
      throws IOException {
    return new ConsumerRecord<>(
        topic,
        partition,
        in.readLong(),
        in.readLong(),
        org.apache.kafka.common.record.TimestampType.CREATE_TIME,
        0,
        0,
        bytes(in),
        bytes(in),
        new org.apache.kafka.common.header.internals.RecordHeaders(),
        java.util.Optional.empty());
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : in.readNBytes(length);
  }

  public TopicFacts facts() {
    var partitions = new ArrayList<PartitionFacts>();
    ends.forEach((p, end) -> partitions.add(new PartitionFacts(p, 0, end, end, 0)));
    return new TopicFacts(topic, "recorded", false, partitions);
  }

  public Map<Integer, Long> ends() {
    return ends;
  }

  public List<ConsumerRecord<byte[], byte[]>> records(int partition, long end) {
    return records.get(partition).stream().filter(r -> r.offset() < end).toList();
  }

  @Override
  public LogReader read(String name, int partition, OffsetRange range, KeySelection keys) {
    return new Reader(records(partition, range.to()), range);
  }

  @Override
  public LogReader read(String name, byte[] key, OffsetRange range) {
    throw new UnsupportedOperationException("this log does not read by key");
  }

  @Override
  public void close() {}

  private static final class Reader implements LogReader {
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final OffsetRange range;
    private long position;

    Reader(List<ConsumerRecord<byte[], byte[]>> records, OffsetRange range) {
      this.records = records;
      this.range = range;
      this.position = range.from();
    }

    @Override
    public LogBatch read(Duration wait) {
      var covered = new OffsetRange(position, Math.min(position + STEP, range.to()));
      position = covered.to();
      return new LogBatch(
          covered, records.stream().filter(r -> covered.contains(r.offset())).toList());
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void skipTo(long offset) {
      position = offset;
    }

    @Override
    public void close() {}
  }
}
