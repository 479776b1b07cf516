package io.reprise.store.object.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Builds the blocking S3 client of the AWS SDK, and sets its connection pool, its time limits and
 * the highest number of attempts for a request.
 */
final class S3Clients {
  private static final int CONNECTIONS = 64;
  private static final int ATTEMPTS = 5;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(20);
  private static final Duration ATTEMPT_LIMIT = Duration.ofMinutes(1);
  private static final Duration CALL_LIMIT = Duration.ofMinutes(2);
  private static final String CONFLICT = "ConditionalRequestConflict";

  private S3Clients() {}

  static S3Client connect(S3Config config) {
    return connect(config, S3RequestObserver.NONE);
  }

  static S3Client connect(S3Config config, S3RequestObserver observer) {
    var builder =
        S3Client.builder()
            .region(Region.of(config.region()))
            .forcePathStyle(config.pathStyle())
            .credentialsProvider(credentials())
            .httpClientBuilder(ObservedHttpClient.builder(http(config), observer))
            .overrideConfiguration(limits())
            // Every upload sends its checksum in a header. The SDK's checksums in HTTP trailers and
            // its chunked signatures stay off, because some S3-compatible servers do not support
            // them.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false));
    if (config.endpoint() != null) {
      builder.endpointOverride(config.endpoint());
    }
    return builder.build();
  }

  /**
   * Returns the SDK's default chain of credentials, with one difference. The SDK reads a file with
   * credentials only once; this chain reads the file again when it has changed. Renewed credentials
   * therefore need no restart.
   */
  private static AwsCredentialsProvider credentials() {
    return DefaultCredentialsProvider.builder().profileFile(new ProfileFiles()).build();
  }

  private static ApacheHttpClient.Builder http(S3Config config) {
    var http = limitedHttp();
    var authorities = config.ca();
    if (authorities == null) {
      return http;
    }
    var trust = S3Trust.of(authorities);
    return http.tlsTrustManagersProvider(() -> trust);
  }

  private static ApacheHttpClient.Builder limitedHttp() {
    return ApacheHttpClient.builder()
        .maxConnections(CONNECTIONS)
        .connectionTimeout(CONNECT_LIMIT)
        .connectionAcquisitionTimeout(SILENCE_LIMIT)
        .socketTimeout(SILENCE_LIMIT)
        .tcpKeepAlive(true);
  }

  private static ClientOverrideConfiguration limits() {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(ATTEMPT_LIMIT)
        .apiCallTimeout(CALL_LIMIT)
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .retryOnException(S3Clients::isConflict)
                .build())
        .build();
  }

  /**
   * Returns whether S3 rejected the creation of an object because another request was creating the
   * same object. The client then repeats the request, and S3's next answer tells whether the object
   * exists.
   */
  static boolean isConflict(Throwable failure) {
    return failure instanceof AwsServiceException refused
        && refused.statusCode() == 409
        && refused.awsErrorDetails() != null
        && CONFLICT.equals(refused.awsErrorDetails().errorCode());
  }
}
