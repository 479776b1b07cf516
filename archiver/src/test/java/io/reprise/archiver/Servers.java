package io.reprise.archiver;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.FreePorts;
import io.reprise.store.object.s3.S3Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker and one S3 server for all tests of this module, started by the first that asks. */
public final class Servers implements ParameterResolver {
  private static final ExtensionContext.Namespace MODULE =
      ExtensionContext.Namespace.create(Servers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(MODULE)
        .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
  }

  /** The servers; closed when the last test has ended. */
  public static final class Running implements AutoCloseable {
    private final Path directory = temporary();
    private final EmbeddedBroker broker =
        EmbeddedBroker.start(directory.resolve("broker"), FreePorts.next(), FreePorts.next());
    private final EmbeddedS3 s3 = EmbeddedS3.start(directory.resolve("s3"), FreePorts.next());

    Running() {
      System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
      System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    }

    public String bootstrapServers() {
      return broker.bootstrapServers();
    }

    public Map<String, Object> client() {
      return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** A prefix of the bucket, to be used by one test alone. */
    public S3Config store(String prefix) {
      return store(s3.uri(), prefix);
    }

    public static S3Config store(URI s3, String prefix) {
      return new S3Config(s3, null, EmbeddedS3.BUCKET, prefix, true, null, null);
    }

    public URI s3() {
      return s3.uri();
    }

    /** A directory of its own that is removed in the end. */
    public Path newDirectory(String name) {
      try {
        return Files.createTempDirectory(directory, name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Where the S3 server keeps the objects below a prefix, as files. */
    public Path objects(String prefix) {
      return directory.resolve("s3/buckets").resolve(EmbeddedS3.BUCKET).resolve(prefix);
    }

    @Override
    public void close() throws IOException {
      s3.close();
      broker.close();
      Files.walkFileTree(directory, new Remover());
    }

    private static Path temporary() {
      try {
        return Files.createTempDirectory("reprise-archiver-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
