package io.reprise.replay.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.park.DeadLetter;
import io.reprise.replay.plan.EarlierRedrive;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Redrive;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RedriveSelectorTest {
  private static final String BILLING = "com.acme.BillingException";
  private static final String PARSING = "com.acme.ParseException";

  @Test
  void deliversTheDeadLettersThatCameFromTheTopicOfTheTarget() {
    var redrive = new Redrive(null, false);

    assertThat(select(redrive, letter(5, "orders", BILLING))).isEqualTo(RecordSelection.DELIVER);
    assertThat(select(redrive, letter(5, "users", BILLING))).isEqualTo(RecordSelection.FILTERED);
    var other = new ConsumerRecord<>("orders.DLT", 0, 5, bytes("k"), bytes("v"));
    assertThat(select(redrive, other)).isEqualTo(RecordSelection.FILTERED);
  }

  @Test
  void selectsByCause() {
    var wanted = letter(5, "orders", BILLING);
    var redrive = new Redrive(List.of(fingerprint(wanted)), false);

    assertThat(select(redrive, wanted)).isEqualTo(RecordSelection.DELIVER);
    assertThat(select(redrive, letter(5, "orders", PARSING))).isEqualTo(RecordSelection.FILTERED);
  }

  @Test
  void leavesOutWhatAnEarlierReplayHasPassedAndSelected() {
    var billing = letter(5, "orders", BILLING);
    var all = new Redrive(null, false);

    assertThat(select(all, billing, earlier(null, List.of(), 0, 6)))
        .isEqualTo(RecordSelection.FILTERED);
    assertThat(select(all, billing, earlier(null, List.of(), 0, 5)))
        .as("behind the offsets that it has passed")
        .isEqualTo(RecordSelection.DELIVER);
    assertThat(select(all, billing, earlier(null, List.of(fingerprint(billing)), 0, 6)))
        .isEqualTo(RecordSelection.FILTERED);
    assertThat(select(all, letter(5, "orders", PARSING), earlier(null, causes(billing), 0, 6)))
        .as("another cause")
        .isEqualTo(RecordSelection.DELIVER);
    var otherKey = new Filter(List.of("other"), null, Map.of());
    assertThat(select(all, billing, earlier(otherKey, List.of(), 0, 6)))
        .as("another key")
        .isEqualTo(RecordSelection.DELIVER);
    assertThat(
            select(
                all, billing, earlier(otherKey, List.of(), 0, 6), earlier(null, List.of(), 4, 9)))
        .isEqualTo(RecordSelection.FILTERED);
  }

  private static List<String> causes(ConsumerRecord<byte[], byte[]> letter) {
    return List.of(fingerprint(letter));
  }

  private static String fingerprint(ConsumerRecord<byte[], byte[]> letter) {
    return DeadLetter.of(letter.headers()).orElseThrow().cause().fingerprint();
  }

  private static EarlierRedrive earlier(Filter filter, List<String> causes, long from, long to) {
    return new EarlierRedrive(
        Samples.ID, filter, causes, List.of(new PartitionRange(0, new OffsetRange(from, to))));
  }

  private static RecordSelection select(
      Redrive redrive, ConsumerRecord<byte[], byte[]> record, EarlierRedrive... earlier) {
    var small = Samples.plan(1, Throttle.NONE);
    var spec =
        new ReplaySpec(null, "r", small.spec().source(), null, "back:orders", null, null, null)
            .withRedrive(redrive);
    var plan =
        new Plan(
                spec,
                "id",
                false,
                1,
                List.<PlannedPartition>of(),
                List.<ShardPlan>of(),
                0,
                0,
                1,
                Map.of(),
                0,
                List.of(),
                "hash",
                null,
                null,
                null)
            .withRedriven(List.of(earlier));
    return RecordSelectors.WITHOUT_SCHEMAS
        .of(plan, new ShardPlan(0, 0, new OffsetRange(0, 10), 0, 1))
        .select(record);
  }

  private static ConsumerRecord<byte[], byte[]> letter(long offset, String topic, String cause) {
    var record = new ConsumerRecord<>("orders.DLT", 0, offset, bytes("k"), bytes("v"));
    record.headers().add("kafka_dlt-original-topic", bytes(topic));
    record.headers().add("kafka_dlt-exception-fqcn", bytes(cause));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
