package io.reprise.archiver.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What trims of many partitions ask the cluster for.
 *
 * <p>Shows guarantee 16 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class TrimRoundsIT {
  private static final int PARTITIONS = 12;

  @Test
  void asksForGroupsOnceARoundForAllPartitions(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "rounds")) {
      // Given: a group that keeps all records, so that every partition asks in every round
      fixture.create("rounds", PARTITIONS, Map.of());
      ArchiverFixture.publish(servers, "rounds", PARTITIONS, 1_200);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        fixture.commit("slow", fixture.id("rounds", partition), 0);
      }
      var listings = new AtomicInteger();
      var admin = counting(fixture.admin(), "listGroups", listings);
      var archivers = fixture.archivers(admin, "w", servers.newDirectory("spool"));
      var threads = Executors.newScheduledThreadPool(4);
      long begun = System.nanoTime();

      // When
      var owned =
          IntStream.range(0, PARTITIONS)
              .mapToObj(
                  p ->
                      new OwnedPartition(
                          archivers,
                          new TopicPartition("rounds", p),
                          ArchiverFixture.eager(4),
                          threads))
              .toList();
      owned.forEach(OwnedPartition::start);
      await().atMost(Duration.ofSeconds(60)).until(() -> listings.get() >= 4);
      long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      owned.forEach(OwnedPartition::close);
      threads.shutdown();

      // Then: a reading serves all partitions for a second
      assertThat(listings.get()).isLessThanOrEqualTo((int) seconds + 2);
      assertThat(fixture.facts(fixture.id("rounds", 0)).logStart()).isZero();
    }
  }

  private static Admin counting(Admin admin, String counted, AtomicInteger calls) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(counted)) {
                calls.incrementAndGet();
              }
              try {
                return method.invoke(admin, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
