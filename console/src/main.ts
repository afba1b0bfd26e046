import './no-eval.ts';
import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import { reloadWhenOld } from './app/reload-when-old.ts';
import Console from './Console.svelte';

reloadWhenOld(window);
const target = document.getElementById('app')!;
target.replaceChildren();
mount(Console, { target });
