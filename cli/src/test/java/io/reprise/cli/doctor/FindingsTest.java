package io.reprise.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.doctor.Finding.Level;
import io.reprise.store.facts.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the checks conclude from what they have read. */
class FindingsTest {
  private static final Duration WANTED = Duration.ofSeconds(3);

  @ParameterizedTest
  @CsvSource({"-1, PROBLEM", "1, PROBLEM", "2, OK"})
  void transactionVersionTwoIsNeeded(int version, Level level) {
    var finding =
        ClusterFindings.transactionVersion(
            "k:9092", version < 0 ? OptionalInt.empty() : OptionalInt.of(version));

    assertThat(finding.level()).isEqualTo(level);
    assertThat(finding.remedy().contains("upgrade --feature transaction.version=2"))
        .isEqualTo(level == Level.PROBLEM);
  }

  @ParameterizedTest
  @CsvSource({"-1, UNKNOWN", "29, OK", "30, NOTE", "31, NOTE"})
  void brokersFromVersionFourThreeOnCanLeaveATransactionHanging(int metadata, Level level) {
    var finding =
        ClusterFindings.hangingTransactions(
            "k:9092", metadata < 0 ? OptionalInt.empty() : OptionalInt.of(metadata));

    assertThat(finding.level()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"3, 45, OK", "6, 45, NOTE", "6, 1, OK", "6, -1, NOTE", "-1, -1, UNKNOWN"})
  void aSessionIsShortEnoughIfOneOfTheProtocolsAllowsIt(int classic, int kip848, Level level) {
    var finding =
        ClusterFindings.session("k:9092", WANTED, secondsOrNull(classic), secondsOrNull(kip848));

    assertThat(finding.level()).isEqualTo(level);
  }

  private static Duration secondsOrNull(int seconds) {
    return seconds < 0 ? null : Duration.ofSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, PROBLEM", "3, 1, PROBLEM", "3, 2, OK", "3, 3, NOTE", "2, 2, NOTE"})
  void anAcknowledgedEventMustBeOnTwoBrokers(int replicas, String minimum, Level level) {
    var settings =
        new TopicSettings(Map.of("min.insync.replicas", minimum, "cleanup.policy", "delete"));

    assertThat(TopicFindings.of("k:9092", "orders", settings, replicas, true))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(level);
              assertThat(finding.remedy().isEmpty()).isEqualTo(level == Level.OK);
              assertThat(finding.why().isEmpty()).isEqualTo(level == Level.OK);
            });
  }

  @ParameterizedTest
  @CsvSource({"delete, true, OK", "compact, true, PROBLEM", "compact, false, OK"})
  void compactionIsAProblemOfASourceOnly(String policy, boolean isSource, Level level) {
    var settings = new TopicSettings(Map.of("min.insync.replicas", "2", "cleanup.policy", policy));

    assertThat(TopicFindings.of("k:9092", "orders", settings, 3, isSource))
        .extracting(Finding::level)
        .containsExactly(level);
  }

  @Test
  void clocksMayDifferByFiveSeconds() {
    assertThat(OtherChecks.difference("registry", Duration.ofSeconds(5)).level())
        .isEqualTo(Level.OK);
    assertThat(OtherChecks.difference("registry", Duration.ofMinutes(6)))
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.PROBLEM);
              assertThat(finding.what()).contains("6m");
            });
  }

  @Test
  void aCheckThatDoesNotEndInTimeIsAProblem() {
    var check = new TimedCheck("kafka", "k:9092", "why", Duration.ofMillis(50));

    assertThat(
            check.run(
                () -> {
                  new CountDownLatch(1).await();
                  return List.of();
                }))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.PROBLEM);
              assertThat(finding.what()).contains("no result within");
            });
  }

  @Test
  void aCheckThatFailsNamesTheCause() {
    var check = new TimedCheck("kafka", "k:9092", "why", Duration.ofSeconds(10));

    assertThat(
            check.run(
                () -> {
                  throw new IllegalStateException("no route to host");
                }))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("no route to host"));
  }

  @Test
  void thePrincipalIsTheUserOfTheFile() {
    var jaas = "org.apache.kafka...PlainLoginModule required username=\"w\" password=\"secret\";";

    assertThat(AclChecks.principal(Map.of("sasl.jaas.config", jaas))).isEqualTo("User:w");
    assertThat(AclChecks.principal(Map.of())).isEqualTo("User:NAME");
  }
}
