{{- /* The pod template of a role. Takes the root context (`root`) and the name of the role (`role`). */ -}}
{{- define "reprise.role.pod" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .role -}}
{{- $scheme := include "reprise.role.scheme" . -}}
{{- $directory := include "reprise.role.directory" . -}}
metadata:
  labels:
    {{- with $own.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- include "reprise.role.labels" . | nindent 4 }}
  annotations:
    checksum/config: {{ include "reprise.role.config" . | sha256sum }}
    {{- with $own.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "reprise.serviceAccountName" .root }}
  automountServiceAccountToken: false
  # Variables such as REPRISE_WORKER_PORT, one for each Service, would be read as configuration.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ int $own.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: {type: RuntimeDefault}
  {{- with $values.image.pullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $own.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.topologySpread }}
  topologySpreadConstraints:
    {{- range . }}
    - topologyKey: {{ .topologyKey }}
      maxSkew: {{ int .maxSkew }}
      whenUnsatisfiable: {{ .whenUnsatisfiable }}
      labelSelector:
        matchLabels: {{- include "reprise.role.selector" $ | nindent 10 }}
      # Pods of one rollout are spread by themselves, so that the pods that it replaces do not count.
      matchLabelKeys: [{{ if include "reprise.role.isStateful" $ }}controller-revision-hash{{ else }}pod-template-hash{{ end }}]
    {{- end }}
  {{- end }}
  containers:
    - name: {{ .role }}
      {{- if $values.image.digest }}
      image: {{ printf "%s@%s" $values.image.repository $values.image.digest | quote }}
      {{- else }}
      image: {{ printf "%s:%s" $values.image.repository (default .root.Chart.AppVersion $values.image.tag) | quote }}
      {{- end }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args: [{{ .role }}, --config, /etc/reprise/config/{{ .role }}.yaml, --log-format, {{ $values.logFormat }}]
      env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: REPRISE_NAME
          value: $(POD_NAME)
        {{- if eq .role "compactor" }}
        - name: REPRISE_ADVERTISED
          value: {{ printf "$(POD_NAME).%s-pods.%s.svc.%s:%s" (include "reprise.role.name" .) .root.Release.Namespace $values.clusterDomain (include "reprise.role.port" .) }}
        {{- end }}
        {{- if and $values.rack.podLabel (ne .role "ingest") }}
        # Empty if the pod has no such label: the service then reads from leaders.
        - name: REPRISE_KAFKA_RACK
          valueFrom: {fieldRef: {fieldPath: {{ printf "metadata.labels['%s']" $values.rack.podLabel | quote }}}}
        {{- end }}
        # The image has one port for all services, by the same variable.
        - name: REPRISE_HTTP_PORT
          value: {{ include "reprise.role.port" . | quote }}
        {{- $options := list }}
        {{- with $own.heap }}{{ $options = append $options (printf "-Xmx%s" .) }}{{ end }}
        {{- with $own.javaOptions }}{{ $options = append $options . }}{{ end }}
        {{- with $options }}
        - name: JDK_JAVA_OPTIONS
          value: {{ join " " . | quote }}
        {{- end }}
        {{- with $values.secrets.kafkaProperties }}
        {{- if .name }}
        - name: REPRISE_KAFKA_PROPERTIES
          valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
        {{- end }}
        {{- end }}
        {{- if $values.strimzi.users.enabled }}
        # Kubernetes puts the first variable into the second one.
        - name: KAFKA_JAAS
          valueFrom: {secretKeyRef: {name: {{ include "reprise.role.name" . }}, key: sasl.jaas.config}}
        - name: REPRISE_KAFKA_PROPERTIES
          value: {{ include "reprise.role.strimziProperties" . | quote }}
        {{- end }}
        {{- with $own.env }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- $store := and $values.secrets.storeCredentials.name (ne .role "ingest") }}
      {{- if or $store $own.envFrom }}
      envFrom:
        {{- if $store }}
        - secretRef: {name: {{ $values.secrets.storeCredentials.name }}}
        {{- end }}
        {{- with $own.envFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      ports:
        - name: {{ $scheme }}
          containerPort: {{ include "reprise.role.port" . }}
      startupProbe:
        httpGet: {path: /health/live, port: {{ $scheme }}, scheme: {{ upper $scheme }}}
        periodSeconds: 5
        failureThreshold: {{ div (add (int $own.startSeconds) 4) 5 }}
      livenessProbe:
        httpGet: {path: /health/live, port: {{ $scheme }}, scheme: {{ upper $scheme }}}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /health/ready, port: {{ $scheme }}, scheme: {{ upper $scheme }}}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 3
      {{- if $own.stopDelaySeconds }}
      lifecycle:
        preStop: {sleep: {seconds: {{ int $own.stopDelaySeconds }}}}
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      resources: {{- toYaml $own.resources | nindent 8 }}
      volumeMounts:
        - {name: config, mountPath: /etc/reprise/config, readOnly: true}
        - {name: temporary, mountPath: /tmp}
        {{- if $directory }}
        - {name: data, mountPath: {{ $directory }}}
        {{- end }}
        {{- if $values.strimzi.users.enabled }}
        - {name: kafka-ca, mountPath: /etc/reprise/kafka-ca, readOnly: true}
        {{- end }}
        {{- range $i, $file := $values.files }}
        - {name: files-{{ $i }}, mountPath: {{ $file.mountPath }}, readOnly: true}
        {{- end }}
  volumes:
    - name: config
      configMap: {name: {{ include "reprise.role.name" . }}}
    # Libraries unpack native code there.
    - name: temporary
      emptyDir: {sizeLimit: {{ $own.temporarySize }}}
    {{- if and $directory (not (include "reprise.role.isStateful" .)) }}
    - name: data
      {{- if $own.volume.storageClass }}
      ephemeral:
        volumeClaimTemplate:
          spec: {{- include "reprise.role.claim" . | nindent 12 }}
      {{- else }}
      emptyDir: {sizeLimit: {{ $own.volume.size }}}
      {{- end }}
    {{- end }}
    {{- if $values.strimzi.users.enabled }}
    - name: kafka-ca
      secret: {secretName: {{ $values.strimzi.cluster }}-cluster-ca-cert, items: [{key: ca.crt, path: ca.crt}], defaultMode: 0440}
    {{- end }}
    {{- range $i, $file := $values.files }}
    - name: files-{{ $i }}
      {{- if $file.secret }}
      secret: {secretName: {{ $file.secret }}, defaultMode: 0440}
      {{- else }}
      configMap: {name: {{ $file.configMap }}}
      {{- end }}
    {{- end }}
{{- end -}}

{{- /* The Kafka settings with which a role signs in as its KafkaUser, as a YAML map with values in single quotes. */ -}}
{{- define "reprise.role.strimziProperties" -}}
{{- $properties := dict
      "security.protocol" "SASL_SSL"
      "sasl.mechanism" "SCRAM-SHA-512"
      "sasl.jaas.config" "$(KAFKA_JAAS)"
      "ssl.truststore.type" "PEM"
      "ssl.truststore.location" "/etc/reprise/kafka-ca/ca.crt" -}}
{{- $properties = merge $properties (dig "kafka" "properties" dict (include "reprise.role.config" . | fromYaml)) -}}
{{- $entries := list -}}
{{- range $name, $value := $properties -}}
{{- $entries = append $entries (printf "'%s': '%s'" $name ($value | toString | replace "'" "''")) -}}
{{- end -}}
{ {{- join ", " $entries -}} }
{{- end -}}

{{- define "reprise.role.claim" -}}
{{- $volume := (index .root.Values .role).volume -}}
accessModes: [ReadWriteOnce]
{{- with $volume.storageClass }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests: {storage: {{ $volume.size }}}
{{- end -}}
