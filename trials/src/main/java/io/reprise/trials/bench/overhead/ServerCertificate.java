package io.reprise.trials.bench.overhead;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Interruption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for 127.0.0.1 that the JDK's keytool has signed with the certificate's own key. The
 * certificate is therefore also the authority that clients trust.
 *
 * @param certificate PEM file
 * @param key PEM file
 */
record ServerCertificate(Path certificate, Path key) {
  private static final String ALIAS = "server";

  /** Protects a file in a temporary directory that holds the key without encryption too. */
  private static final String PASSWORD = "changeit";

  private static final int LINE = 64;

  /** Creates a certificate and writes it into a directory. */
  static ServerCertificate create(Path directory) {
    var store = directory.resolve("server.p12");
    runKeytool(store);
    try (var in = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      var key = keys.getKey(ALIAS, PASSWORD.toCharArray());
      return new ServerCertificate(
          write(
              directory.resolve("server.pem"),
              "CERTIFICATE",
              keys.getCertificate(ALIAS).getEncoded()),
          write(directory.resolve("server-key.pem"), "PRIVATE KEY", key.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + store, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool has written a key store that cannot be used", e);
    }
  }

  private static void runKeytool(Path store) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-validity",
            "60",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = Interruption.getOr(process::waitFor, interrupted -> 1);
      if (exitCode != 0) {
        throw new CommandFailure(ExitCode.FAILED, "keytool has failed: " + printed.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run keytool, which a JDK has", e);
    }
  }

  private static Path write(Path file, String type, byte[] content) throws IOException {
    var lines =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines));
  }
}
