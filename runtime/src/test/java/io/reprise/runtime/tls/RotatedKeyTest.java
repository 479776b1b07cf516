package io.reprise.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RotatedKeyTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=authority");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(RotatedKey.class);

  @TempDir Path directory;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private RotatedKey key;

  @BeforeEach
  void open() {
    AUTHORITY.issue("CN=one", "a.example").writeTo(directory);
    logged.start();
    LOG.addAppender(logged);
    key = opened();
  }

  private RotatedKey opened() {
    return new RotatedKey(
        directory.resolve("cert.pem"), directory.resolve("key.pem"), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(logged);
  }

  private List<String> warnings() {
    return logged.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void changedFilesAreReadOnce() {
    assertThat(key.poll()).isEmpty();
    var two = AUTHORITY.issue("CN=two", "a.example");
    two.writeTo(directory);

    assertThat(key.poll()).hasValueSatisfying(k -> assertThat(k.key()).isEqualTo(two.key()));
    assertThat(key.poll()).isEmpty();
    assertThat(key.current().certificate()).isEqualTo(two.certificate());
    assertThat(warnings()).isEmpty();
  }

  @Test
  void filesThatAreReplacedOneAfterTheOtherCauseNoWarning() throws IOException {
    var two = AUTHORITY.issue("CN=two", "a.example");
    Files.writeString(directory.resolve("cert.pem"), two.certificatePem());
    assertThat(key.poll()).isEmpty();
    Files.writeString(directory.resolve("key.pem"), two.keyPem());

    assertThat(key.poll()).isPresent();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void invalidFilesLeaveTheFormerOnesInForceAndAreLoggedOnce() throws IOException {
    var before = key.current();
    Files.writeString(directory.resolve("key.pem"), "half a file");

    for (int i = 0; i < 4; i++) {
      assertThat(key.poll()).isEmpty();
    }

    assertThat(key.current()).isEqualTo(before);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("the former one stays in force", "key.pem has no private key");
    Files.delete(directory.resolve("key.pem"));
    key.poll();
    key.poll();
    assertThat(warnings()).hasSize(2);
    assertThat(key.current()).isEqualTo(before);
  }

  @Test
  void aNewCertificateThatHasExpiredIsNotUsed() {
    AUTHORITY
        .issue("CN=old", "EC", DAY.multipliedBy(-3), DAY.negated(), "a.example")
        .writeTo(directory);

    key.poll();
    key.poll();

    assertThat(key.current().certificate().getSubjectX500Principal()).hasToString("CN=one");
    assertThat(warnings()).singleElement().asString().contains("expired on");
  }

  @Test
  void aServiceThatStartsWithAnExpiredCertificateSaysSo() {
    AUTHORITY
        .issue("CN=old", "EC", DAY.multipliedBy(-3), DAY.negated(), "a.example")
        .writeTo(directory);

    assertThat(opened().current().certificate().getSubjectX500Principal()).hasToString("CN=old");
    assertThat(warnings()).singleElement().asString().contains("certificate has expired");
  }
}
