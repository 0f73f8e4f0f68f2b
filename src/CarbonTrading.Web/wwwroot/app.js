// What only the browser can do: measure, show a crosshair, save a file, keep a used session alive, jump by keys.
(() => {
  const state = { lastUse: Date.now(), lastPing: Date.now() };
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, () => { state.lastUse = Date.now(); }, true);
  setInterval(() => {
    const now = Date.now();
    if (now - state.lastPing < 240000 || state.lastUse < state.lastPing) return;
    state.lastPing = now;
    fetch('/session', { method: 'POST', credentials: 'same-origin' }).catch(() => { });
  }, 30000);

  // Crosshair: each day's hit area carries its text; the nearest one to the pointer wins.
  function hover(event) {
    const chart = event.target.closest && event.target.closest('.chart');
    for (const other of document.querySelectorAll('.chart .tip')) if (!chart || other.parentElement !== chart) hide(other.parentElement);
    if (!chart) return;
    const svg = chart.querySelector('svg');
    if (!svg) return;
    const box = svg.getBoundingClientRect();
    const x = event.clientX - box.left;
    let best = null, gap = 1e9;
    for (const hit of svg.querySelectorAll('[data-x]')) {
      const distance = Math.abs(parseFloat(hit.getAttribute('data-x')) - x);
      if (distance < gap) { gap = distance; best = hit; }
    }
    if (!best || gap > 40) { hide(chart); return; }
    const at = parseFloat(best.getAttribute('data-x'));
    const cross = svg.querySelector('.cross');
    cross.setAttribute('x1', at); cross.setAttribute('x2', at);
    cross.style.visibility = 'visible';
    const tip = chart.querySelector('.tip');
    tip.textContent = best.getAttribute('data-tip');
    tip.style.display = 'block';
    const left = at + 16 + tip.offsetWidth > box.width ? at - tip.offsetWidth - 8 : at + 16;
    tip.style.left = Math.max(0, left) + 'px';
    tip.style.top = '14px';
  }
  function hide(chart) {
    const tip = chart.querySelector('.tip'), cross = chart.querySelector('.cross');
    if (tip) tip.style.display = 'none';
    if (cross) cross.style.visibility = 'hidden';
  }
  document.addEventListener('mousemove', hover, { passive: true });

  // Rows that open something and have nothing inside that takes the focus are reached by Tab.
  const inside = 'a[href], button, input, select';
  function reach() {
    for (const row of document.querySelectorAll('tr.pick:not([tabindex])')) if (!row.querySelector(inside)) row.tabIndex = 0;
  }
  new MutationObserver(reach).observe(document.documentElement, { childList: true, subtree: true });

  const choice = document.documentElement.dataset;
  const here = () => encodeURIComponent(location.pathname + location.search);
  function go(href) { location.assign(href); }
  function pressed(selector) { const thing = document.querySelector(selector); if (thing) thing.click(); return thing !== null; }
  function keyList() { const list = document.getElementById('keys'); if (list && !list.open) list.showModal(); }
  function toggleNav() {
    const isNarrow = getComputedStyle(document.querySelector('.nav .lbl')).display === 'none';
    choice.nav = isNarrow ? 'wide' : 'narrow';
    fetch('/display/nav/' + choice.nav, { redirect: 'manual', credentials: 'same-origin' }).catch(() => { }); // keeps it in the cookie
  }
  document.addEventListener('click', event => {
    if (event.target.closest('[data-keys-list]')) keyList();
    if (event.target.closest('[data-menu]')) { if (matchMedia('(max-width: 700px)').matches) document.documentElement.classList.toggle('nav-open'); else toggleNav(); }
    else if (!event.target.closest('.nav') || event.target.closest('.nav a')) document.documentElement.classList.remove('nav-open');
  });

  // A page that just came puts the focus on its heading; who asked for the search before that keeps it, unless something was chosen there meanwhile.
  let asked = -Infinity;
  document.addEventListener('focusin', event => {
    if (performance.now() - asked < 1000 && event.target.matches('h1')) document.getElementById('search')?.focus();
  });
  document.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === 'Escape') asked = -Infinity; }, true);
  document.addEventListener('pointerdown', () => { asked = -Infinity; }, true);

  // One letter: the list of them is KeyList.razor. Off where the person switched them off.
  function alone(event) {
    if (event.key === '/') { const box = document.getElementById('search'); if (box) { event.preventDefault(); box.focus(); box.select(); asked = performance.now(); } }
    if (event.key === '?') { event.preventDefault(); keyList(); }
    if (event.key === ',') pressed('[data-day=back]');
    if (event.key === '.') pressed('[data-day=forward]');
    if (event.key === 'u') go(`/display/unit/${choice.unit === 'wan' ? 't' : 'wan'}?back=${here()}`);
    if (event.key === '[') toggleNav();
    if (event.key === 'a') { const link = document.querySelector('.nav a[data-key=a]'); if (link) go(link.href + (link.href.includes('?') ? '&' : '?') + 'item=first'); }
    if (event.key === 'n') { const link = document.querySelector('[data-new], a[href^="/trades/new"]'); if (link) { event.preventDefault(); link.click(); } }
    if (event.key === 'f') { const box = document.querySelector('.findbox'); if (box) { event.preventDefault(); box.focus(); } }
    if (event.key !== 'j' && event.key !== 'k') return;
    const rows = [...document.querySelectorAll('tr.pick, .tile')];
    if (rows.length === 0) return;
    const at = rows.indexOf(document.activeElement) + (event.key === 'j' ? 1 : -1);
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    if (row.matches('tr') && !row.hasAttribute('tabindex')) row.tabIndex = -1;
    row.focus();
  }

  // A panel that closes gives the focus back to what opened it.
  let outside = null, rowAt = -1;
  const rowsNow = () => [...document.querySelectorAll('tr.pick, .tile')];
  document.addEventListener('focusin', event => {
    if (event.target.closest('.panel')) return;
    outside = event.target;
    rowAt = rowsNow().indexOf(event.target.closest('tr.pick, .tile'));
  });
  const isPanel = node => node.nodeType === 1 && (node.matches('.panel') || node.querySelector('.panel') !== null);
  new MutationObserver(changes => {
    if (document.activeElement !== document.body || !changes.some(c => [...c.removedNodes].some(isPanel))) return;
    if (document.querySelector('.panel')) return;
    const back = outside && outside.isConnected ? outside : rowsNow()[rowAt]; // the row may have been drawn anew
    if (!back) return;
    if (back.matches('tr') && !back.hasAttribute('tabindex')) back.tabIndex = -1;
    back.focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // g then a letter jumps to the screen that carries it; off while a field has the focus.
  let jump = 0;
  document.addEventListener('keydown', event => {
    if (event.ctrlKey && event.key === 'Enter' && event.target.form) { event.preventDefault(); event.target.form.requestSubmit(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable) return;
    if (event.key === 'Enter' && event.target.matches('tr.pick')) { event.preventDefault(); event.target.click(); return; }
    if (event.key === 'Escape' && !event.target.closest('.panel, dialog, .pop')) { if (!pressed('.panel>.crumbs>button:last-of-type')) pressed('.panel>.top>button'); return; }
    if (choice.keys === 'off' || document.querySelector('dialog[open]')) return;
    if (event.key === 'g') { jump = Date.now(); return; }
    if (Date.now() - jump > 1500) { alone(event); return; }
    jump = 0;
    const link = document.querySelector(`.nav a[data-key="${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    // A page that is not alive yet would come back over the one asked for: load anew then.
    if (document.querySelector('main[aria-busy=true]')) location.assign(link.href); else link.click();
  });

  // After a lost connection: wait until the server answers, then load the page anew.
  document.addEventListener('DOMContentLoaded', () => {
    const strip = document.getElementById('components-reconnect-modal');
    if (!strip) return;
    strip.addEventListener('components-reconnect-state-changed', event => {
      const kind = event.detail.state;
      if (kind === 'show') strip.querySelector('time').textContent = new Date().toLocaleTimeString('en-GB');
      if (kind === 'rejected') location.reload();
      if (kind === 'failed') {
        const again = setInterval(async () => {
          try {
            const answer = await fetch('/api/health', { cache: 'no-store' });
            if (answer.ok) { clearInterval(again); location.reload(); }
          } catch { /* still away */ }
        }, 2000);
      }
    });
  });

  window.carbon = {
    watchWidth(element, receiver) {
      const tell = () => { if (element.isConnected) receiver.invokeMethodAsync('Measured', Math.round(element.clientWidth), Math.round(element.clientHeight)).catch(() => { }); };
      let pending = 0;
      const watcher = new ResizeObserver(() => { clearTimeout(pending); pending = setTimeout(tell, 80); });
      watcher.observe(element);
      element.carbonWatcher = watcher;
      tell();
    },
    forget(element) { if (element && element.carbonWatcher) element.carbonWatcher.disconnect(); },
    save(name, text) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    saveBytes(name, bytes) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    // Drafts: in this tab, until it is closed.
    keep(name, text) { try { sessionStorage.setItem('carbon-draft-' + name, text); } catch { /* full, or not allowed */ } },
    kept(name) { try { return sessionStorage.getItem('carbon-draft-' + name); } catch { return null; } },
    drop(name) { try { sessionStorage.removeItem('carbon-draft-' + name); } catch { /* not allowed */ } },
    focus(selector) { const element = document.querySelector(selector); if (element) element.focus(); },
  };
})();
