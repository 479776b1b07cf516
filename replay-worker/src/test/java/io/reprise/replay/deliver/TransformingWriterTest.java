package io.reprise.replay.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.transform.RecordTransform;
import io.reprise.replay.transform.TransformResult;
import io.reprise.store.digest.OffsetDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The transform of these tests makes upper case of a text, and cannot change an empty one. */
class TransformingWriterTest {
  private final List<String> got = new ArrayList<>();
  private final Map<Long, String> refused = new HashMap<>();
  private DeliveryResult answer = DeliveryResult.ACCEPTED;

  private final RecordTransform upperCase =
      record -> {
        var text = new String(record.value(), UTF_8);
        return text.isEmpty()
            ? new TransformResult.Faulty("it is empty")
            : new TransformResult.Changed(record(record.offset(), text.toUpperCase(Locale.ROOT)));
      };

  private final class Target implements TargetWriter {
    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      got.add(new String(record.value(), UTF_8));
      return answer;
    }

    @Override
    public void flush() {}

    @Override
    public Map<Long, String> refused() {
      return refused;
    }

    @Override
    public void close() {}
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
    return new ConsumerRecord<>("orders", 0, offset, null, value.getBytes(UTF_8));
  }

  private static OffsetDigest.State digest(List<ConsumerRecord<byte[], byte[]>> records) {
    var digest = new OffsetDigest(OffsetDigest.State.EMPTY);
    for (var record : records) {
      digest.add(record.offset(), new RecordChecksum().of(null, record.value(), record.headers()));
    }
    return digest.state();
  }

  @Test
  void givesTheTargetChangedRecordsAndKeepsTheirDigestAcrossLeases() {
    var writer = new TransformingWriter(new Target(), upperCase, null);
    writer.deliver(record(1, "a"));
    var next = new TransformingWriter(new Target(), upperCase, writer.written().orElseThrow());
    next.deliver(record(2, "b"));

    assertThat(got).containsExactly("A", "B");
    assertThat(next.written()).contains(digest(List.of(record(1, "A"), record(2, "B"))));
  }

  @Test
  void refusesWhatCannotBeChangedAndNeverPassesItOn() {
    var writer = new TransformingWriter(new Target(), upperCase, null);

    assertThat(writer.deliver(record(1, "")))
        .isEqualTo(new DeliveryResult.Refused("transforms cannot change it: it is empty"));
    assertThat(got).isEmpty();
    assertThat(writer.written()).contains(OffsetDigest.State.EMPTY);
  }

  @Test
  void countsPendingRecordsOnceTheTargetHasDecided() {
    answer = DeliveryResult.PENDING;
    var writer = new TransformingWriter(new Target(), upperCase, null);
    writer.deliver(record(1, "a"));
    writer.deliver(record(2, "b"));
    refused.put(1L, "no room");

    writer.flush();
    assertThat(writer.refused()).isEqualTo(refused);

    assertThat(writer.written()).contains(digest(List.of(record(2, "B"))));
  }
}
