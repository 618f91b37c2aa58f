/** Pages of AIR's vendor that texts rest on, as they are quoted in `source`. */
export const VENDOR = {
  ports:
    'Binalyze KB, What ports are used by AIR: https://kb.binalyze.com/air/faqs/what-ports-are-used-by-air',
  network: 'Binalyze KB, Network: https://kb.binalyze.com/air/introduction/network',
  tls: 'Binalyze KB, SSL enforcement: https://kb.binalyze.com/self-hosted/setup/security/ssl-enforcement',
  fullChain:
    'Binalyze KB, certificate upload: https://kb.binalyze.com/~gitbook/pdf?only=yes&page=YgzgUufYwbHOvwCEPQdE',
  security: 'Binalyze KB, Security settings: https://kb.binalyze.com/air/airs-user-settings/security',
  exclusions:
    'Binalyze KB, Responder exception rules: https://kb.binalyze.com/air/setup/responder-deployment/responder-exception-rules',
  architecture:
    'Binalyze KB, Responder architecture: https://kb.binalyze.com/air/introduction/architecture/air-responder-architecture-overview-and-performance-analysis',
  repositories:
    'Binalyze KB, Evidence repositories: https://kb.binalyze.com/air/features/evidence-repositories',
  relayPro: 'Binalyze KB, RelayPro: https://kb.binalyze.com/air/setup/relay-server/relay-server-pro',
  relayAllowList:
    'Binalyze KB, Whitelisting for Relay Server: https://kb.binalyze.com/air/setup/air-relay-server/whitelisting-for-relay-server',
  auditLogs: 'Binalyze KB, Console audit logs: https://kb.binalyze.com/air/features/console-audit-logs',
  apiToken: 'Binalyze n8n node, credential test: https://github.com/binalyze/n8n-nodes-binalyze-air',
  serviceScript: 'Binalyze ACME labs, deploy.sh: https://github.com/binalyze/acme-labs',
} as const;
