package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InsecurityWarningTest {
  private static final HttpConfig OPEN = new HttpConfig("0.0.0.0", 0, null, null, true);
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(InsecurityWarning.class);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Queue<ILoggingEvent> logged = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.add(event);
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    LOG.setLevel(Level.WARN);
    LOG.addAppender(appender);
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(appender);
    LOG.setLevel(null);
  }

  @Test
  void warnsAgainInEachPeriod() {
    try (var warning = InsecurityWarning.start(OPEN, Duration.ofMillis(5))) {
      await().atMost(LIMIT).until(() -> logged.size() >= 3);
    }

    assertThat(logged)
        .allSatisfy(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage())
                  .contains("callers are not authenticated", "host=0.0.0.0");
            });
    assertThat(InsecurityWarning.EVERY).hasHours(1);
  }

  @Test
  void aServerThatOtherMachinesCanReachWarnsWhenItStarts() {
    try (var server = HttpServer.start(OPEN, routes -> {})) {
      await().atMost(LIMIT).until(() -> logged.size() == 1);
    }
  }

  @Test
  void aServerOnLoopbackDoesNotWarn() {
    var config = new HttpConfig("127.0.0.1", 0, null, null, true);
    try (var server = HttpServer.start(config, routes -> {})) {
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("insecurity-warning"));
    }
  }
}
