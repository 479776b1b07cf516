package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.plan.ParkedTopic;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of records that cannot be delivered, as the spec says. */
class RefusedRecordsTest {
  private static final Plan PLAN =
      Samples.plan(1, Throttle.NONE)
          .withParkedTopic(new ParkedTopic("copies.parked", "id-2", 1_000, Map.of(0, 0L, 1, 0L)));
  private static final ShardProgress CLAIMED =
      ShardProgress.first(
          new ShardKey(Samples.ID, 0), 0, PLAN.shards().get(0), 1, "w1", Samples.NOON);
  private static final TopicPartition PLACE = new TopicPartition("copies.parked", 0);

  private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final SliceTally tally = new SliceTally(CLAIMED, HoleReason.TRANSACTION);
  private String presentId = "id-2";

  @Test
  void parksARecordWithItsOriginAndCauseInTheTransaction() {
    long bytes = refused(OnError.PARK).add(record(1_000, 10), "the record has 10 bytes");

    assertThat(bytes).isPositive();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).topic()).isEqualTo(PLACE.topic());
    assertThat(sent.get(0).partition()).isEqualTo(PLACE.partition());
    assertThat(sent.get(0).timestamp()).isEqualTo(Samples.NOON.toEpochMilli());
    var marker = ParkedMarker.of(sent.get(0).headers()).orElseThrow();
    assertThat(marker.replay()).isEqualTo(Samples.ID);
    assertThat(marker.topic()).isEqualTo("orders");
    assertThat(marker.offset()).isEqualTo(1_000);
    assertThat(marker.attempts()).isOne();
    assertThat(marker.cause()).isEqualTo("the record has # bytes");
    assertThat(counts().parked()).isOne();
  }

  @Test
  void parksPendingRecordsThatTheTargetRefusesAtTheEndOfTheSlice() {
    var refused = refused(OnError.PARK);
    refused.addPending(record(1_000, 10), 10);
    refused.addPending(record(1_001, 10), 10);
    refused.add(record(1_002, 10), "no key");

    refused.settle(new Writer(Map.of(1_001L, "its row is not accepted")));
    refused.settle(new Writer(Map.of()));

    assertThat(sent)
        .extracting(r -> ParkedMarker.of(r.headers()).orElseThrow().offset())
        .containsExactly(1_002L, 1_001L);
    assertThat(counts()).isEqualTo(new ShardCounts(1, 0, 0, 2, 0, 0, 10));
  }

  @Test
  void skipsARecord() {
    var refused = refused(OnError.SKIP);
    refused.addPending(record(1_000, 10), 10);
    refused.add(record(1_001, 10), "no key");

    refused.settle(new Writer(Map.of(1_000L, "its row is not accepted")));

    assertThat(sent).isEmpty();
    assertThat(counts().skipped()).isEqualTo(2);
  }

  @Test
  void endsTheShardIfTheSpecSaysStop() {
    var refused = refused(OnError.STOP);

    assertThatThrownBy(() -> refused.add(record(1_000, 10), "no key"))
        .isInstanceOf(ShardFailedException.class)
        .hasMessageStartingWith("offset 1000 of partition 0 was refused: no key; to go on");
    assertThatThrownBy(() -> refused.settle(new Writer(Map.of(1_001L, "no row"))))
        .isInstanceOf(ShardFailedException.class)
        .hasMessageStartingWith("offset 1001 of partition 0 was refused: no row; to go on");
  }

  @Test
  void aRecordThatIsTooLargeToBeParkedEndsTheShard() {
    assertThatThrownBy(() -> refused(OnError.PARK).add(record(1_000, 1_000), "no key"))
        .isInstanceOf(ShardFailedException.class)
        .hasMessageContaining("cannot be parked")
        .hasMessageContaining("above max.message.bytes 1000 that topic 'copies.parked' had");
    assertThat(sent).isEmpty();
  }

  @Test
  void aParkedTopicThatWasCreatedAgainEndsTheShard() {
    var parking = parking();
    parking.requireSame();

    presentId = "id-3";
    parking.beginSlice(2);

    assertThatThrownBy(() -> parking.park(record(1_000, 10), "no key"))
        .isInstanceOf(ShardFailedException.class);
    assertThat(sent).isEmpty();
    assertThatThrownBy(parking::requireSame)
        .isInstanceOf(ShardFailedException.class)
        .hasMessage(
            "parked topic 'copies.parked' was deleted and created again since the plan: of 2"
                + " parked records, those in the deleted topic are gone; start a new replay");
  }

  private RefusedRecords refused(OnError onError) {
    return new RefusedRecords(onError, PLAN.shards().get(0), tally, parking());
  }

  private Parking parking() {
    var parking =
        new Parking(
            PLAN,
            PLAN.shards().get(0),
            CLAIMED,
            WritablePartitions.one("copies", 0).withParked(PLACE),
            sent::add,
            topic -> CompletableFuture.completedStage(presentId),
            Clock.fixed(Samples.NOON, ZoneOffset.UTC),
            Ticker.SYSTEM);
    parking.beginSlice(0);
    return parking;
  }

  private ShardCounts counts() {
    return tally.on(CLAIMED, Samples.NOON).counts();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, int bytes) {
    return new ConsumerRecord<>("orders", 0, offset, new byte[] {1}, new byte[bytes]);
  }

  /** A target that has refused some of its pending records. */
  private record Writer(Map<Long, String> refused) implements TargetWriter {
    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      return DeliveryResult.PENDING;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
